package io.lingpai.server.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Json;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A problem as it is kept among the answers, for whoever asks the same again. */
final class KeptAnswer {

  private static final String PROBLEM = "kept_problem";

  private KeptAnswer() {}

  static Secret of(Problem problem) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    kept.put("sort", problem.sort().slug());
    kept.put("detail", problem.detail());
    kept.put("field", problem.field());
    kept.put("legacy_code", problem.legacyCode());
    VendorError vendor = problem.vendor();
    if (vendor != null) {
      kept.put("code", vendor.code());
      kept.put("message", vendor.message());
      kept.put("english", vendor.whatToDo().english());
      kept.put("chinese", vendor.whatToDo().chinese());
    }
    return Secret.of(Json.text(Map.of(PROBLEM, kept)));
  }

  /** Throws the problem that was kept, if this is one. */
  static Secret answered(Secret kept) {
    ObjectNode json = Json.object(kept);
    JsonNode told = json.path(PROBLEM);
    if (told.isMissingNode()) {
      return kept;
    }
    Problem problem =
        new Problem(
            Sort.of(told.path("sort").asText()).orElse(Sort.INTERNAL),
            told.path("detail").asText(),
            told.path("field").textValue(),
            null,
            told.path("legacy_code").isInt() ? (Integer) told.path("legacy_code").intValue() : null,
            null);
    throw (told.has("code") ? problem.vendor(vendor(told)) : problem).refusal();
  }

  private static VendorError vendor(JsonNode told) {
    return new VendorError(
        told.path("code").asText(),
        told.path("message").asText(),
        new Advice(told.path("english").asText(), told.path("chinese").asText()),
        null);
  }
}
