package io.lingpai.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Settings that are understood and do nothing yet. Whoever sets one is told at start: someone who
 * relies on an alert must not learn in the worst night that there is none.
 */
final class WithoutEffect {

  private static final Set<String> WIRED =
      Set.of("wechat-api", "wechat-mp", "wechat-open", "dingtalk-api", "dingtalk-oapi");

  private WithoutEffect() {}

  static List<String> warnings(Configuration configuration) {
    List<String> warnings = new ArrayList<>();
    if (!configuration.alerts().isEmpty()) {
      warnings.add(
          "`alerts` has no effect in this release: nobody is told; watch /metrics and"
              + " /api/v1/status");
    }
    configuration.wireListen().keySet().stream()
        .filter(host -> !WIRED.contains(host))
        .sorted()
        .forEach(
            host ->
                warnings.add(
                    "`wire-listen."
                        + host
                        + "` has no effect in this release: nothing listens there"));
    redis(configuration.redis(), warnings);
    return warnings;
  }

  private static void redis(Configuration.Redis redis, List<String> warnings) {
    if (redis.url().isEmpty() && !redis.publish().isEmpty()) {
      warnings.add("`redis.publish` has no effect: `redis.url` is not set");
    }
    for (Configuration.Publication one : redis.publish()) {
      if (one.layout().equals("senparc")) {
        warnings.add(
            "`redis.publish`: senparc has no effect: its values are .NET objects; its clients can"
                + " use the wire surface");
      }
      if (one.layout().equals("easywechat") && one.key().isEmpty()) {
        warnings.add(
            "`redis.publish`: easywechat is off until its `key` is given: its key names contain"
                + " what the client holds as its secret");
      }
    }
  }
}
