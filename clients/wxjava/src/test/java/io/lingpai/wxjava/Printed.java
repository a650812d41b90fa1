package io.lingpai.wxjava;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** As WxJava prints things: as JSON, field by field, as deep as it goes. */
final class Printed {

  private static final Gson GSON =
      new GsonBuilder().setExclusionStrategies(new NotTheJdksOwn()).create();

  private Printed() {}

  static String asJson(Object object) {
    return GSON.toJson(object);
  }

  /** Java 8 lets Gson look into these, too; later ones don't, and it gives up. */
  private static final class NotTheJdksOwn implements ExclusionStrategy {

    @Override
    public boolean shouldSkipField(FieldAttributes field) {
      return false;
    }

    @Override
    public boolean shouldSkipClass(Class<?> type) {
      return type.getName().startsWith("java.") && type != String.class;
    }
  }
}
