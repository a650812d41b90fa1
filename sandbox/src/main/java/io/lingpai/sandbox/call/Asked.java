package io.lingpai.sandbox.call;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call a vendor was asked.
 *
 * @param number counts from 1
 * @param app whose call it was, null where nothing told
 * @param parameters of query and body, secrets as {@link Mask#of} shows them
 * @param code the vendor's error number in the answer, 0 for success
 * @param fault what went wrong on request, null where nothing did
 */
public record Asked(
    long number,
    Instant at,
    String vendor,
    String method,
    String path,
    @Nullable String app,
    Map<String, String> parameters,
    String client,
    int status,
    int code,
    @Nullable String fault) {
  public Asked {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
