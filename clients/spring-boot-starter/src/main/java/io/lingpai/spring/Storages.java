package io.lingpai.spring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** WxJava's storages of all apps of one platform, by the ids with which a service is switched. */
final class Storages {

  /** The id under which a service of WxJava looks for its storage until it is switched over. */
  static final String UNTIL_SWITCHED = "default";

  private Storages() {}

  /**
   * @param first the bean, which is the one until a service is switched over
   * @param appid of the first
   */
  static <S> Map<String, S> of(
      S first, String appid, List<Declared> apps, Function<Declared, ? extends S> more) {
    Map<String, S> storages = new HashMap<>();
    storages.put(UNTIL_SWITCHED, first);
    if (apps.size() > 1) {
      apps.forEach(app -> storages.put(app.appid(), more.apply(app)));
      storages.put(appid, first);
    }
    return storages;
  }
}
