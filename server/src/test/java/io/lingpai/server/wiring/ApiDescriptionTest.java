package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.server.http.Route;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the server to docs/openapi.yaml: its routes, their grants, and the shape of its answers.
 */
class ApiDescriptionTest {

  private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");

  @TempDir static Path data;
  private static RunningServer server;
  private static JsonNode description;

  @BeforeAll
  static void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
    description =
        new YAMLMapper().readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_routes_and_their_grants_are_those_described() {
    Set<String> served = new TreeSet<>();
    for (Route route : server.node.routes()) {
      boolean vendors =
          route.pattern().startsWith("/wechat") || route.pattern().startsWith("/dingtalk/");
      if (!vendors) {
        served.add(route.method() + " " + route.pattern() + " needs " + route.grant());
      }
    }
    Set<String> described = new TreeSet<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(call -> METHODS.contains(call.getKey()))
                    .forEach(
                        call ->
                            described.add(
                                call.getKey().toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey()
                                    + " needs "
                                    + call.getValue().path("x-grant").asText("(missing)"))));

    assertThat(served).isEqualTo(described);
  }

  @Test
  void the_document_is_served_as_it_is_written() throws Exception {
    assertThat(server.get("", "/openapi.yaml").body())
        .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")));
  }

  @Test
  void answers_have_the_shapes_described() throws Exception {
    String token = "/api/v1/apps/shop/credentials/access_token";
    String key = server.key("read:shop", "renew:shop", "sign:shop", "watch");
    holds("/api/v1/apps/{app}/credentials/{kind}", "get", server.get(key, token));
    holds(
        "/api/v1/apps/{app}/credentials/{kind}/renewals",
        "post",
        server.post(key, token + "/renewals", Map.of("rejected", "x")));
    holds(
        "/api/v1/apps/{app}/credentials/{kind}/takeovers",
        "post",
        server.post(ADMIN, token + "/takeovers", Map.of("value", "x", "expires_in", 600)));
    Answer signed =
        server.post(key, "/api/v1/apps/shop/signatures", Map.of("url", "https://a.cn/"));
    holds("/api/v1/apps/{app}/signatures", "post", signed);
    holds(
        "/api/v1/apps/{app}/signatures",
        "post",
        server.post(key, "/api/v1/apps/shop/signatures", Map.of("use", "card", "card_id", "c")));
    holds(
        "/api/v1/apps/{app}/signature-explanations",
        "post",
        server.post(
            key,
            "/api/v1/apps/shop/signature-explanations",
            Map.of("url", "https://a.cn", "timestamp", "1", "nonceStr", "n", "signature", "s")));
    holds("/api/v1/apps", "get", server.get(ADMIN, "/api/v1/apps"));
    holds(
        "/api/v1/apps",
        "post",
        server.post(
            ADMIN,
            "/api/v1/apps",
            Map.of(
                "platform", "wechat-mini",
                "appid", RunningServer.MINI,
                "secret", "f".repeat(32),
                "keep", List.of(),
                "callback", Map.of("token", "t", "mode", "plain"))));
    server.get(ADMIN, "/api/v1/apps/" + RunningServer.MINI + "/credentials/access_token");
    holds("/api/v1/apps/{app}", "get", server.get(ADMIN, "/api/v1/apps/" + RunningServer.MINI));
    holds(
        "/api/v1/apps/{app}",
        "patch",
        server.patch(ADMIN, "/api/v1/apps/shop", Map.of("sign_domains", List.of("a.cn"))));
    holds("/api/v1/apps/{app}/usage", "get", server.get(key, "/api/v1/apps/shop/usage"));
    holds(
        "/api/v1/apps/{app}/usage",
        "get",
        server.get(key, "/api/v1/apps/shop/usage?quota=/cgi-bin/user/info"));
    holds("/api/v1/keys", "get", server.get(ADMIN, "/api/v1/keys"));
    holds(
        "/api/v1/keys",
        "post",
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "k", "grants", List.of("watch"), "wire_tokens", "real")));
    holds("/api/v1/audit", "get", server.get(ADMIN, "/api/v1/audit?limit=2"));
    holds("/api/v1/status", "get", server.get(key, "/api/v1/status"));
    holds("/health", "get", server.get("", "/health"));
    holds("/health/ready", "get", server.get("", "/health/ready"));
  }

  @Test
  void logins_have_the_shapes_described() throws Exception {
    var visitors = server.sandbox.wechat().users(RunningServer.OFFICIAL);
    String visitor = visitors.add(true);
    String key = server.key("login:shop");
    String app = "/api/v1/apps/{app}";
    String shop = "/api/v1/apps/shop";
    Answer login =
        server.post(
            key, shop + "/oauth-logins", Map.of("code", visitors.consents(visitor, "snsapi_base")));
    holds(app + "/oauth-logins", "post", login);
    holds(app + "/members", "get", server.get(key, shop + "/members"));
    String id = login.json().at("/member/id").asText();
    holds(app + "/members/{id}", "get", server.get(key, shop + "/members/" + id));
    Map<String, Object> session = Map.of("session", login.json().get("session").asText());
    String introspections = "/api/v1/sessions/introspections";
    holds(introspections, "post", server.post(key, introspections, session));
    String revocations = "/api/v1/sessions/revocations";
    holds(revocations, "post", server.post(key, revocations, session));
    holds(introspections, "post", server.post(key, introspections, session));
  }

  @Test
  void what_is_said_of_a_companys_people_has_the_shapes_described() throws Exception {
    Map<String, Object> app =
        Map.of(
            "name", "crew",
            "platform", "dingtalk",
            "app_key", SampleApps.CREW,
            "app_secret", SampleApps.CREW_SECRET,
            "corp_id", SampleApps.CREW_COMPANY,
            "agent_id", SampleApps.CREW_AGENT,
            "signature_digest", "sha-1");
    holds("/api/v1/apps", "post", server.post(ADMIN, "/api/v1/apps", app));
    String at = "/api/v1/apps/crew";
    String path = "/api/v1/apps/{app}";
    String code = server.sandbox.dingtalk().app(SampleApps.CREW).opens("li");
    Map<String, Object> login = Map.of("auth_code", code, "url", "https://a.cn/");
    Answer in = server.post(ADMIN, at + "/employee-logins", login);

    holds(path + "/employee-logins", "post", in);
    Map<String, Object> session = Map.of("session", in.json().path("session").asText());
    holds(
        "/api/v1/sessions/introspections",
        "post",
        server.post(ADMIN, "/api/v1/sessions/introspections", session));
    holds(
        path + "/signatures",
        "post",
        server.post(ADMIN, at + "/signatures", Map.of("url", "https://a.cn/")));
    holds(path + "/departments", "get", server.get(ADMIN, at + "/departments"));
    holds(path + "/employees", "get", server.get(ADMIN, at + "/employees"));
    String id = in.json().at("/employee/id").asText();
    holds(path + "/employees/{id}", "get", server.get(ADMIN, at + "/employees/" + id));
    Map<String, Object> role = Map.of("name", "clerk", "power", Map.of("orders", "read"));
    holds(path + "/roles", "post", server.post(ADMIN, at + "/roles", role));
    holds(path + "/roles", "get", server.get(ADMIN, at + "/roles"));
    holds(
        path + "/employees/{id}",
        "patch",
        server.patch(ADMIN, at + "/employees/" + id, Map.of("role_id", 1)));
    Answer begun = server.post(ADMIN, at + "/directory-syncs", Map.of());
    holds(path + "/directory-syncs", "post", begun);
    holds(path + "/directory-syncs", "get", server.get(ADMIN, at + "/directory-syncs"));
    String sync = at + "/directory-syncs/" + begun.json().path("id").asText();
    holds(path + "/directory-syncs/{id}", "get", server.get(ADMIN, sync));
  }

  @Test
  void problems_have_the_shape_described() throws Exception {
    for (Answer problem :
        List.of(
            server.get("", "/api/v1/status"),
            server.get(ADMIN, "/api/v1/apps/none"),
            server.post(ADMIN, "/api/v1/keys", Map.of()),
            server.get(ADMIN, "/nowhere"))) {
      assertThat(problem.headers().get("content-type")).startsWith("application/problem+json");
      fits(problem.json(), reference("#/components/schemas/Problem"), "problem");
    }
  }

  private static void holds(String path, String method, Answer answer) {
    JsonNode described =
        description
            .at("/paths")
            .path(path)
            .path(method)
            .path("responses")
            .path("" + answer.status());
    assertThat(described.isMissingNode()).as(path + " answers " + answer).isFalse();
    fits(answer.json(), described.at("/content/application~1json/schema"), path);
  }

  private static JsonNode reference(String to) {
    return description.at(to.substring(1));
  }

  private static void fits(JsonNode value, JsonNode given, String where) {
    if (given.has("anyOf")) {
      fits(value, alternative(value, given.get("anyOf")), where);
      return;
    }
    JsonNode schema = resolved(given);
    List<String> types = new ArrayList<>();
    if (schema.path("type").isArray()) {
      schema.get("type").forEach(type -> types.add(type.asText()));
    } else {
      types.add(schema.path("type").asText());
    }
    assertThat(types).as(where + ": " + value).contains(type(value));
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(where).contains(value);
    }
    if (value.isArray()) {
      value.forEach(item -> fits(item, schema.path("items"), where + "[]"));
    }
    if (value.isObject() && schema.has("properties")) {
      schema
          .path("required")
          .forEach(name -> assertThat(value.has(name.asText())).as(where + "." + name).isTrue());
      value
          .properties()
          .forEach(
              field -> {
                JsonNode inner = schema.get("properties").path(field.getKey());
                assertThat(inner.isMissingNode()).as(where + "." + field.getKey()).isFalse();
                fits(field.getValue(), inner, where + "." + field.getKey());
              });
    }
  }

  private static JsonNode alternative(JsonNode value, JsonNode schemas) {
    for (JsonNode schema : schemas) {
      List<String> required = new ArrayList<>();
      resolved(schema).path("required").forEach(name -> required.add(name.asText()));
      if (required.stream().allMatch(value::has)) {
        return schema;
      }
    }
    return schemas.get(0);
  }

  private static JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? reference(schema.get("$ref").asText()) : schema;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }
}
