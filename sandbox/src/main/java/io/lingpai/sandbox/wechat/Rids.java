package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The request ids that end error messages, and the requests they stand for. */
final class Rids {
  static final Duration LIFE = Duration.ofDays(7);
  private static final int KEPT = 2_000;

  record Incident(Instant at, Optional<String> app, Request request, String answer) {}

  private final Values values;
  private final Map<String, Incident> incidents =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
          return size() > KEPT;
        }
      };

  Rids(Values values) {
    this.values = values;
  }

  /** Three groups of eight hexadecimal digits, the first being the time. */
  String next(Instant now) {
    String time = String.format("%08x", now.getEpochSecond() & 0xffffffffL);
    return time + "-" + values.hex(8) + "-" + values.hex(8);
  }

  void keep(String rid, Incident incident) {
    incidents.put(rid, incident);
  }

  Optional<Incident> find(String rid) {
    return Optional.ofNullable(incidents.get(rid));
  }

  void clear() {
    incidents.clear();
  }
}
