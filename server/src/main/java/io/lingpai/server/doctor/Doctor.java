package io.lingpai.server.doctor;

import io.lingpai.app.App;
import io.lingpai.platform.Platform;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.wiring.CannotStart;
import io.lingpai.server.wiring.Inspection;
import io.lingpai.server.wiring.Inspection.Stored;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an installation from the inside out: files, store, server, vendors, clocks, apps. Needs
 * no running server and disturbs none; changes nothing here, and at a vendor nothing that is in
 * use.
 */
public final class Doctor {

  /** Beyond this, lives and signatures' times begin to be wrong. */
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(30);

  private static final int AT_ONCE = 4;

  /** The hosts that a platform's own calls go to, by the platform's first word. */
  private static final Map<String, List<String>> HOSTS =
      Map.of(
          "wechat", List.of("wechat-api"),
          "dingtalk", List.of("dingtalk-api", "dingtalk-oapi"),
          "wecom", List.of("wecom-api"),
          "feishu", List.of("feishu-api"));

  private final Configuration configuration;
  private final Inspection inspection;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  public Doctor(Configuration configuration, InstantSource clock) {
    this.configuration = configuration;
    this.inspection = new Inspection(configuration);
    this.clock = clock;
  }

  /** Hears how many of how many apps have been asked about. */
  @FunctionalInterface
  public interface Watcher {
    void at(int done, int total);
  }

  /**
   * Examines everything, or one app and what it needs.
   *
   * @param only the app's name; {@code null} for all
   */
  public List<Finding> examine(@Nullable String only, Watcher watcher) {
    files();
    List<String> wrong = new ArrayList<>();
    Map<String, App> apps = new TreeMap<>();
    List<App> declared = inspection.declared(wrong);
    wrong.forEach(complaint -> findings.add(Finding.misconfigured(complaint)));
    ServerVisit server = ServerVisit.to(configuration.listen());
    Stored stored = store(only, !declared.isEmpty());
    findings.add(server.finding());
    if (stored != null) {
      apps.putAll(stored.apps());
    }
    // What the file declares is what the next start will use.
    declared.forEach(app -> apps.put(app.name(), app));
    if (only != null) {
      apps.keySet().retainAll(Set.of(only));
    }
    hosts(apps.values(), only != null);
    if (only != null && apps.isEmpty() && stored != null) {
      findings.add(
          Finding.unchecked(
              "app " + only,
              new Words("there is no app of this name", "没有这个名称的应用"),
              new Words("`lingpai app list` shows them.", "`lingpai app list` 会列出全部应用。")));
    }
    boolean mayMint =
        stored != null
            && server.presence() == ServerVisit.Presence.ABSENT
            && !inspection.mayBeInUse();
    apps(apps.values(), stored, mayMint, watcher);
    return List.copyOf(findings);
  }

  private void files() {
    for (Path key : inspection.exposedKeys()) {
      findings.add(
          Finding.wrong(
              "data",
              new Words("others may read " + key, "其他用户可读 " + key),
              Words.same("chmod 600 " + key)));
    }
  }

  /** What the store holds; {@code null} if it cannot be read. */
  private @Nullable Stored store(@Nullable String only, boolean somethingDeclared) {
    if (!inspection.storeExists()) {
      Words said =
          new Words(
              "there is none yet in " + inspection.dataFolder(),
              inspection.dataFolder() + " 中还没有存储");
      findings.add(
          somethingDeclared
              ? Finding.note("store", said)
              : Finding.unchecked(
                  "store",
                  said,
                  new Words(
                      "The first start makes one. If a server runs already, run the doctor in its"
                          + " folder, or with its --config or LINGPAI_DATA.",
                      "首次启动会创建。若服务已在运行，请在其目录下运行，或使用其 --config 或 LINGPAI_DATA。")));
      return Stored.nothing(clock.instant());
    }
    try {
      Stored stored = inspection.stored(only == null ? List.of() : List.of(only));
      findings.add(
          Finding.ok(
              "store",
              inspection.embedded()
                  ? Words.same(inspection.dataFolder().toString())
                  : new Words("the database answers", "数据库应答正常")));
      Duration apart = Duration.between(clock.instant(), stored.now());
      if (apart.abs().compareTo(CLOCKS_MAY_DIFFER) > 0) {
        findings.add(clockDiffers("store", apart));
      }
      return stored;
    } catch (CannotStart e) {
      findings.add(Finding.wrong("store", Words.same(String.valueOf(e.getMessage())), Words.NONE));
      return null;
    }
  }

  private void hosts(Collection<App> apps, boolean neededOnly) {
    Set<String> needed =
        apps.stream()
            .filter(App::active)
            .flatMap(app -> HOSTS.getOrDefault(family(app.platform()), List.of()).stream())
            .collect(Collectors.toSet());
    List<String> names =
        configuration.hosts().keySet().stream()
            .filter(name -> !neededOnly || needed.contains(name))
            .sorted()
            .toList();
    try (HttpClient client = HostVisit.client(configuration)) {
      List<HostVisit> visits =
          all(
              names.stream()
                  .<Callable<HostVisit>>map(
                      name -> () -> HostVisit.to(name, configuration.host(name), client, clock))
                  .toList(),
              names.size());
      visits.forEach(visit -> findings.add(reached(visit, needed.contains(visit.name()))));
      clocks(visits);
    }
  }

  private static String family(String platform) {
    int dash = platform.indexOf('-');
    return dash < 0 ? platform : platform.substring(0, dash);
  }

  private static Finding reached(HostVisit visit, boolean needed) {
    Words trouble = visit.trouble();
    if (trouble == null) {
      String took = visit.address() + ": " + visit.took().toMillis() + " ms";
      return Finding.ok(visit.name(), Words.same(took));
    }
    Words said =
        new Words(
            visit.address() + ": " + trouble.english(), visit.address() + "：" + trouble.chinese());
    if (!needed) {
      return Finding.note(
          visit.name(),
          new Words(said.english() + " (no app needs it)", said.chinese() + "（没有应用需要它）"));
    }
    return Finding.wrong(
        visit.name(),
        said,
        new Words(
            "Let this machine reach it: firewall, DNS, `outbound.proxy`, or the address in `hosts."
                + visit.name()
                + "`.",
            "请让本机能访问它：防火墙、DNS、`outbound.proxy`，或 `hosts." + visit.name() + "` 中的地址。"));
  }

  private void clocks(List<HostVisit> visits) {
    int findingsBefore = findings.size();
    List<String> agreeing = new ArrayList<>();
    for (HostVisit visit : visits) {
      Duration ahead = visit.ahead();
      if (ahead == null) {
        continue;
      }
      if (ahead.abs().compareTo(CLOCKS_MAY_DIFFER) > 0) {
        findings.add(clockDiffers(visit.name(), ahead));
      } else {
        agreeing.add(visit.name());
      }
    }
    if (!agreeing.isEmpty()) {
      String names = String.join(", ", agreeing);
      findings.add(Finding.ok("clock", new Words("agrees with " + names, "与 " + names + " 一致")));
    } else if (findings.size() == findingsBefore) {
      findings.add(
          Finding.unchecked("clock", new Words("no vendor told the time", "没有平台告知时间"), Words.NONE));
    }
  }

  private static Finding clockDiffers(String whose, Duration ahead) {
    Words length = Words.of(ahead);
    return Finding.wrong(
        "clock",
        ahead.isNegative()
            ? new Words(
                "this machine is " + length.english() + " ahead of " + whose,
                "本机比 " + whose + " 快 " + length.chinese())
            : new Words(
                "this machine is " + length.english() + " behind " + whose,
                "本机比 " + whose + " 慢 " + length.chinese()),
        new Words(
            "Set this machine's clock by NTP (`timedatectl set-ntp true`); signatures and the age of"
                + " messages are judged by it.",
            "请用 NTP 校准本机时间（`timedatectl set-ntp true`）；签名与消息的时效以它为准。"));
  }

  private void apps(
      Collection<App> apps, @Nullable Stored stored, boolean mayMint, Watcher watcher) {
    if (apps.isEmpty()) {
      return;
    }
    List<Callable<List<Finding>>> visits = new ArrayList<>();
    AtomicInteger done = new AtomicInteger();
    for (App app : apps) {
      visits.add(
          () -> {
            List<Finding> found = visit(app, stored, mayMint);
            watcher.at(done.incrementAndGet(), apps.size());
            return found;
          });
    }
    all(visits, AT_ONCE).forEach(findings::addAll);
  }

  private List<Finding> visit(App app, @Nullable Stored stored, boolean mayMint) {
    Platform platform = inspection.platforms().get(app.platform());
    if (platform == null) {
      return List.of(
          Finding.unchecked(
              "app " + app.name(),
              new Words(
                  "this release knows no platform " + app.platform(), "此版本不支持平台 " + app.platform()),
              Words.NONE));
    }
    return new AppVisit(
            app,
            platform,
            stored == null ? List.of() : stored.credentials().getOrDefault(app.name(), List.of()),
            stored == null ? clock.instant() : stored.now(),
            mayMint)
        .examine();
  }

  /** All results in order, some of the work at the same time. */
  private static <T> List<T> all(List<Callable<T>> work, int atOnce) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, atOnce), Thread.ofVirtual().factory())) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
