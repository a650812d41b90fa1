package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to say of this node. */
record NodeStatus(Configuration configuration, Instant startedAt, KeyRing ring, JdbcStores stores) {

  static String version() {
    String version = NodeStatus.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  Map<String, @Nullable Object> now() {
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("version", version());
    status.put("started_at", Json.time(startedAt));
    Optional<String> trouble = stores.check();
    Map<String, @Nullable Object> store = new LinkedHashMap<>();
    store.put("sort", sort(configuration.store().url()));
    store.put("state", trouble.isEmpty() ? "ok" : "lost");
    store.put("reason", trouble.orElse(null));
    store.put("heard_seconds_ago", ring.silence().toSeconds());
    status.put("store", store);
    return status;
  }

  // The address may carry a password.
  private static String sort(String url) {
    return url.startsWith("jdbc:") ? url.split(":", 3)[1] : url;
  }
}
