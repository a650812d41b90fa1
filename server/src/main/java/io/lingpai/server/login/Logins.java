package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Waiting;
import io.lingpai.login.Identity;
import io.lingpai.login.MiniProgram;
import io.lingpai.login.OpenData;
import io.lingpai.member.Arrival;
import io.lingpai.member.LoginAnswers;
import io.lingpai.member.Profile;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Json;
import io.lingpai.server.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs people in to mini programs:
 *
 * <ol>
 *   <li>the code is redeemed at the vendor, once;
 *   <li>the signature of the raw data is checked, then the encrypted data is opened and judged by
 *       person, app and age;
 *   <li>all of it is written at once, or nothing.
 * </ol>
 *
 * <p>A code that was redeemed but whose login could not be written (the store was away) is not
 * lost: this node knows for five minutes whose it was.
 */
final class Logins {

  /**
   * A code may have been redeemed by another node a moment ago, which is about to write it down.
   */
  private static final int LOOKS = 6;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final LoginApps apps;
  private final Admission admission;
  private final Replays replays;
  private final LoginAnswers answers;
  private final InstantSource clock;
  private final Waiting waiting;
  private final Duration oldestData;
  private final int looks;
  private final ShortMemory<Identity> redeemed;

  /**
   * @param oldestData the greatest age of what a client encrypted
   * @param alone no other node can have redeemed a code
   */
  Logins(
      LoginApps apps,
      Admission admission,
      Replays replays,
      LoginAnswers answers,
      InstantSource clock,
      Waiting waiting,
      Duration oldestData,
      boolean alone) {
    this.looks = alone ? 1 : LOOKS;
    this.apps = apps;
    this.admission = admission;
    this.replays = replays;
    this.answers = answers;
    this.clock = clock;
    this.waiting = waiting;
    this.oldestData = oldestData;
    this.redeemed = new ShortMemory<>(Replays.KEPT_FOR, clock);
  }

  /** The answer to a login, made once. */
  Secret login(LoginRequest asked) {
    App app = apps.active(asked.app());
    MiniProgram mini = apps.miniProgram(app);
    Arrival.Request request = asked.identity("login");
    return replays.once(app.name(), request, () -> loginNow(app, mini, asked, request));
  }

  private Secret loginNow(App app, MiniProgram mini, LoginRequest asked, Arrival.Request request) {
    Finding<Identity> found = exchange(app, mini, asked.code(), request);
    if (LoginProblems.saysUsed(found)) {
      return usedBefore(app, request, found);
    }
    if (!(found instanceof Finding.Found<Identity>(Identity identity))) {
      throw LoginProblems.of(found);
    }
    Checked checked = checked(app, mini, asked, identity);
    Secret answer =
        admission.admit(
            app,
            new Admission.Person(
                identity.openid(),
                identity.unionid() == null ? checked.unionid : identity.unionid(),
                checked.profile,
                checked.document,
                identity.sessionKey()),
            asked,
            request,
            Map.of());
    redeemed.remove(request.code());
    return answer;
  }

  /** Whose code it is; also for a new session key without a login. */
  Finding<Identity> exchange(App app, MiniProgram mini, String code, Arrival.Request request) {
    Optional<Identity> before = redeemed.get(request.id());
    if (before.isPresent()) {
      return new Finding.Found<>(before.get());
    }
    Finding<Identity> found =
        apps.ask(app, onBehalf -> mini.exchange(app, code, onBehalf, LoginApps.ANSWER_WITHIN));
    if (found instanceof Finding.Found<Identity>(Identity identity)) {
      redeemed.put(request.id(), identity);
    }
    return found;
  }

  /** What another node answers to the same request; or why the code is of no use. */
  Secret usedBefore(App app, Arrival.Request request, Finding<Identity> refused) {
    for (int i = 0; i < looks; i++) {
      Optional<LoginAnswers.Use> use = answers.useOf(app.name(), request);
      if (use.isPresent()) {
        return answered(app, request, use.get(), refused);
      }
      if (i + 1 < looks) {
        waiting.pause(BETWEEN_LOOKS);
      }
    }
    throw LoginProblems.of(refused);
  }

  private Secret answered(
      App app, Arrival.Request request, LoginAnswers.Use use, Finding<Identity> refused) {
    if (use.same()) {
      Optional<Secret> kept = replays.kept(app.name(), request);
      if (kept.isPresent()) {
        return KeptAnswer.answered(kept.get());
      }
    }
    if (refused instanceof Finding.NotThisOne<Identity>(VendorError why)) {
      long ago = Math.max(0, Duration.between(use.at(), clock.instant()).toSeconds());
      String by =
          use.same() ? "by this very request" : "by a request with other fields or another key";
      throw LoginProblems.used("here, " + ago + " s ago, " + by, why);
    }
    throw LoginProblems.of(refused);
  }

  private Checked checked(App app, MiniProgram mini, LoginRequest asked, Identity identity) {
    Profile profile = Profile.NOTHING;
    String document = null;
    if (asked.rawData() != null && asked.signature() != null) {
      if (!mini.signed(identity.sessionKey(), asked.rawData(), asked.signature())) {
        throw LoginProblems.signatureMismatch();
      }
      profile =
          mini.profile(asked.rawData())
              .orElseThrow(
                  () ->
                      Problem.malformed("raw_data", "`raw_data`: expected a JSON object")
                          .refusal());
      document = asked.rawData();
    }
    if (asked.encryptedData() == null || asked.iv() == null) {
      return new Checked(profile, null, document(document, identity));
    }
    OpenData.Opened opened =
        opened(mini.open(identity.sessionKey(), asked.encryptedData(), asked.iv()));
    judge(opened, identity.openid(), true, app);
    return new Checked(
        opened.profile().or(profile), opened.unionid(), document(opened.json(), identity));
  }

  static OpenData.Opened opened(OpenData data) {
    return switch (data) {
      case OpenData.Opened opened -> opened;
      case OpenData.Closed closed -> throw LoginProblems.closed(closed);
    };
  }

  void judge(OpenData.Opened opened, String openid, boolean mustName, App app) {
    OpenData.Fault fault =
        OpenData.judge(opened, openid, mustName, app.vendorId(), clock.instant(), oldestData);
    if (fault != null) {
      throw LoginProblems.wrong(fault, oldestData);
    }
  }

  /** The vendor's words; without any, what the code told, less the key. */
  private static Secret document(@Nullable String words, Identity identity) {
    if (words != null) {
      return Secret.of(words);
    }
    Map<String, String> told = new LinkedHashMap<>();
    told.put("openid", identity.openid());
    if (identity.unionid() != null) {
      told.put("unionid", identity.unionid());
    }
    return Secret.of(Json.text(told));
  }

  private record Checked(Profile profile, @Nullable String unionid, Secret document) {}
}
