package io.lingpai.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.Workplace;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.Finding;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A company's people, by the calls beneath {@code /topapi}. Sources: "Log in without a password",
 * "Query user details", "Obtain the list of departments", open.dingtalk.com, checked 2026-11-21.
 */
public final class DingTalkWorkplace implements Workplace {

  private static final int PAGE = 100;

  /** Not there (60003), or outside the app's scope of contacts (50004). */
  private static final Set<String> HIDDEN = Set.of("60003", "50004");

  /** Of the codes that speak of a person: outside the app's scope (50002). */
  private static final Set<String> OF_A_PERSON = Set.of("50002");

  private final String oapi;
  private final Http http;
  private final Consent consent;

  /**
   * @param api the newer host, such as {@code https://api.dingtalk.com}
   * @param oapi the older host, such as {@code https://oapi.dingtalk.com}
   */
  public DingTalkWorkplace(URI api, URI oapi, Http http) {
    String base = oapi.toString();
    this.oapi = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
    this.consent = new Consent(api, http);
  }

  @Override
  public Finding<String> unionid(App app, String code, Duration answerWithin) {
    return consent.unionid(app, code, answerWithin);
  }

  @Override
  public Finding<String> useridOf(App app, Secret token, String unionid, Duration answerWithin) {
    ObjectNode body = Answer.JSON.createObjectNode().put("unionid", unionid);
    return userid(token, "/topapi/user/getbyunionid", body, false, answerWithin);
  }

  @Override
  public Finding<String> userid(App app, Secret token, String code, Duration answerWithin) {
    ObjectNode body = Answer.JSON.createObjectNode().put("code", code);
    return userid(token, "/topapi/v2/user/getuserinfo", body, true, answerWithin);
  }

  private Finding<String> userid(
      Secret token, String path, ObjectNode body, boolean spends, Duration answerWithin) {
    return ask(
        token,
        path,
        body,
        spends,
        result -> text(result, "userid").filter(userid -> !userid.isEmpty()),
        answerWithin);
  }

  @Override
  public Finding<Colleague> person(App app, Secret token, String userid, Duration answerWithin) {
    return ask(
        token,
        "/topapi/v2/user/get",
        Answer.JSON.createObjectNode().put("userid", userid),
        false,
        DingTalkWorkplace::colleague,
        answerWithin);
  }

  @Override
  public Finding<Department> department(App app, Secret token, long id, Duration answerWithin) {
    return ask(
        token,
        "/topapi/v2/department/get",
        Answer.JSON.createObjectNode().put("dept_id", id),
        false,
        DingTalkWorkplace::department,
        answerWithin);
  }

  @Override
  public Finding<List<Department>> beneath(App app, Secret token, long id, Duration answerWithin) {
    return ask(
        token,
        "/topapi/v2/department/listsub",
        Answer.JSON.createObjectNode().put("dept_id", id),
        false,
        result -> all(result, DingTalkWorkplace::department),
        answerWithin);
  }

  @Override
  public Finding<Page> people(
      App app, Secret token, long department, long from, Duration answerWithin) {
    ObjectNode body =
        Answer.JSON
            .createObjectNode()
            .put("dept_id", department)
            .put("cursor", from)
            .put("size", PAGE);
    return ask(token, "/topapi/v2/user/list", body, false, DingTalkWorkplace::page, answerWithin);
  }

  @Override
  public boolean meansHidden(String vendorCode) {
    return HIDDEN.contains(vendorCode);
  }

  private <T> Finding<T> ask(
      Secret token,
      String path,
      ObjectNode body,
      boolean spends,
      Function<JsonNode, Optional<T>> read,
      Duration answerWithin) {
    String query = "?access_token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8);
    Http.Request request = Http.Request.post(URI.create(oapi + path + query), body.toString());
    return switch (Answer.read(http.send(request, answerWithin))) {
      case Answer.Good(JsonNode json) ->
          read.apply(json.path("result"))
              .<Finding<T>>map(Finding.Found::new)
              .orElseGet(() -> unavailable("the answer is not what was expected", spends));
      case Answer.Refusal(String code, String said) ->
          refused(DingTalkErrors.error(code, VendorWords.clean(said, token)), code);
      case Answer.NoAnswer(String why) -> unavailable(why, spends);
      case Answer.NotAsked(String why) -> unavailable(why, false);
    };
  }

  static <T> Finding<T> unavailable(String why, boolean maybeDone) {
    return new Finding.Unavailable<>(VendorError.of("", why), maybeDone);
  }

  static <T> Finding<T> refused(VendorError error, String code) {
    ErrorTable.Line line = DingTalkErrors.of(code);
    return switch (line.sort()) {
      case CREDENTIAL_DEAD -> new Finding.TokenDead<>(error);
      case USER -> new Finding.NotThisOne<>(error);
      case TRANSIENT -> new Finding.Unavailable<>(error, false);
      case QUOTA -> new Finding.TooMany<>(error, line.askAgainIn());
      case RISK, FAULT ->
          HIDDEN.contains(code) || OF_A_PERSON.contains(code)
              ? new Finding.NotThisOne<>(error)
              : new Finding.AppRefused<>(error);
    };
  }

  private static Optional<Page> page(JsonNode result) {
    boolean more = flag(result.path("has_more"));
    OptionalLong next = Answer.number(result.path("next_cursor"));
    if (more && next.isEmpty()) {
      return Optional.empty();
    }
    return all(result.path("list"), DingTalkWorkplace::colleague)
        .map(people -> new Page(people, more ? (Long) next.getAsLong() : null));
  }

  private static Optional<Colleague> colleague(JsonNode json) {
    Optional<String> userid = text(json, "userid").filter(id -> !id.isEmpty());
    if (userid.isEmpty()) {
      return Optional.empty();
    }
    List<Long> departments = new ArrayList<>();
    for (JsonNode id : json.path("dept_id_list")) {
      OptionalLong number = Answer.number(id);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      departments.add(number.getAsLong());
    }
    return Optional.of(
        new Colleague(
            userid.get(),
            text(json, "name").orElse(""),
            text(json, "mobile").orElse(""),
            text(json, "title").orElse(""),
            flag(json.path("active")),
            departments,
            Secret.of(json.toString())));
  }

  private static Optional<Department> department(JsonNode json) {
    OptionalLong id = Answer.number(json.path("dept_id"));
    if (id.isEmpty()) {
      return Optional.empty();
    }
    // The root has no parent.
    long parent = Answer.number(json.path("parent_id")).orElse(0);
    return Optional.of(new Department(id.getAsLong(), text(json, "name").orElse(""), parent));
  }

  private static <T> Optional<List<T>> all(JsonNode list, Function<JsonNode, Optional<T>> read) {
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<T> found = new ArrayList<>();
    for (JsonNode one : list) {
      Optional<T> item = read.apply(one);
      if (item.isEmpty()) {
        return Optional.empty();
      }
      found.add(item.get());
    }
    return Optional.of(found);
  }

  /** The documentation's samples have booleans as texts. */
  private static boolean flag(JsonNode node) {
    return node.isBoolean() ? node.booleanValue() : "true".equals(node.asText());
  }

  private static Optional<String> text(JsonNode json, String field) {
    JsonNode node = json.path(field);
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }
}
