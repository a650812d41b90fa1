package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.server.api.AppForm;
import io.lingpai.server.config.Configuration.DeclaredApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the store agree with the apps of the configuration file: new ones are added, changed ones
 * replaced, and one that is gone from the file is disabled with its data kept.
 */
final class DeclaredApps {

  static final String GONE = "removed from the configuration file";

  private static final int PAGE = 500;

  private final AppStore store;
  private final AppForm form;

  DeclaredApps(AppStore store, AppForm form) {
    this.store = store;
    this.form = form;
  }

  /** Names of the apps that changed, so that whatever was refused is tried again. */
  List<String> apply(List<DeclaredApp> declared) throws CannotStart {
    List<String> findings = new ArrayList<>();
    List<App> apps = read(declared, form, findings);
    Set<String> names = names(apps);
    apps.forEach(app -> judge(app, findings));
    if (!findings.isEmpty()) {
      throw new CannotStart(String.join("\n", findings));
    }
    List<String> changed = new ArrayList<>();
    for (App app : apps) {
      write(app, changed);
    }
    disableOthers(names);
    return changed;
  }

  /** The apps as they are declared; what is wrong with any is added to the findings. */
  static List<App> read(List<DeclaredApp> declared, AppForm form, List<String> findings) {
    List<App> apps = new ArrayList<>();
    for (DeclaredApp one : declared) {
      try {
        apps.add(form.app(given(one), true));
      } catch (AppForm.Wrong e) {
        findings.add(
            "the app at "
                + one.line()
                + ": "
                + String.valueOf(e.getMessage()).replaceAll("(?<=[a-z])_(?=[a-z])", "-"));
      }
    }
    if (names(apps).size() < apps.size()) {
      findings.add("two apps in the configuration have the same name");
    }
    return apps;
  }

  private static Set<String> names(List<App> apps) {
    return apps.stream().map(App::name).collect(Collectors.toSet());
  }

  private static AppForm.Given given(DeclaredApp one) {
    return new AppForm.Given(
        one.name().orElse(null),
        one.platform(),
        one.settings(),
        one.secrets(),
        one.keep().orElse(null),
        one.signDomains());
  }

  private void judge(App app, List<String> findings) {
    store
        .find(app.name())
        .filter(stored -> !stored.declared())
        .ifPresent(
            stored ->
                findings.add(
                    "the app "
                        + app.name()
                        + " was added while running and is also declared in the"
                        + " configuration; remove one of the two"));
  }

  private void write(App app, List<String> changed) throws CannotStart {
    App stored = store.find(app.name()).orElse(null);
    if (stored == null) {
      if (!store.add(app)) {
        throw new CannotStart(
            "the app " + app.name() + " cannot be added: another app has its id at the vendor");
      }
      changed.add(app.name());
    } else if (!same(stored, app)) {
      if (!store.replace(app.withRevision(stored.revision()))) {
        throw new CannotStart("the app " + app.name() + " was changed meanwhile; start again");
      }
      changed.add(app.name());
    }
  }

  private static boolean same(App stored, App app) {
    return stored.withRevision(0).equals(app.withRevision(0))
        && Objects.equals(stored.keep(), app.keep());
  }

  private void disableOthers(Set<String> names) {
    String after = "";
    List<App> page = store.list(after, PAGE);
    while (!page.isEmpty()) {
      for (App app : page) {
        if (app.declared() && app.active() && !names.contains(app.name())) {
          store.replace(app.withState(App.State.DISABLED, GONE));
        }
      }
      page = store.list(page.getLast().name(), PAGE);
    }
  }
}
