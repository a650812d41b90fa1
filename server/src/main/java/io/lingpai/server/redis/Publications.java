package io.lingpai.server.redis;

import io.lingpai.server.config.Configuration.Publication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that {@code redis.publish} asks for, as one layout. */
final class Publications implements Layout {

  private final List<Chosen> chosen = new ArrayList<>();

  Publications(List<Publication> publications) {
    publications.forEach(this::choose);
  }

  private void choose(Publication publication) {
    String prefix = publication.prefix().orElse(null);
    String codec = publication.codec();
    switch (publication.layout()) {
      case "wxjava" -> add(new WxJavaLayout(prefix, codec), publication);
      case "plain" ->
          add(new PlainLayout(prefix == null ? PlainLayout.PREFIX : prefix, codec), publication);
      case "easywechat" ->
          publication
              .key()
              .ifPresent(
                  key ->
                      add(
                          new EasyWechatLayout(prefix == null ? "" : prefix, codec, key),
                          publication));
      default -> {
        // Off, which the start has said.
      }
    }
  }

  private void add(Layout layout, Publication publication) {
    chosen.add(new Chosen(layout, List.copyOf(publication.apps())));
  }

  boolean isEmpty() {
    return chosen.isEmpty();
  }

  /** Of two that want the same key the first has it: writing both would be a fight with oneself. */
  @Override
  public List<Entry> entries(Published published) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Chosen one : chosen) {
      if (one.wants(published.app().name())) {
        one.layout().entries(published).forEach(it -> entries.putIfAbsent(it.key(), it));
      }
    }
    return List.copyOf(entries.values());
  }

  private record Chosen(Layout layout, Collection<String> apps) {
    boolean wants(String app) {
      return apps.isEmpty() || apps.contains(app);
    }
  }
}
