package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What DingTalk holds of one app, and what a test may do to it. A token or ticket asked for again
 * is the same with a new life; a ticket dies a day after it was made all the same. Safe for many
 * threads.
 */
public final class Desk {
  private static final int LENGTH = 48;
  private static final int LIVES_IN_A_TICKETS_DAY = 12;
  private static final int CODES_IN_A_LIFE = 24;

  private final DingTalkApp app;
  private final Company company;
  private final InstantSource clock;
  private final Values values;
  private final Duration life;
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Deque<Instant>> lately = new HashMap<>();
  private final Consents consents;
  private final EventPost events;
  private final Set<String> whitelist = new LinkedHashSet<>();
  private final Set<String> outsideTheScope = new HashSet<>();
  private final Set<Long> departmentsOutside = new HashSet<>();
  private String secret;
  private @Nullable Held token;
  private @Nullable Held ticket;
  private int callsASecond = Integer.MAX_VALUE;
  private int loginsGiven;

  private record Held(String value, Instant madeAt, Instant until, boolean revoked) {}

  private record Code(String userid, Instant until) {}

  Desk(DingTalkApp app, Company company, InstantSource clock, Values values, Duration life) {
    this.app = app;
    this.company = company;
    this.clock = clock;
    this.values = values;
    this.life = life;
    this.secret = app.secret();
    this.consents = new Consents(clock, values, life);
    this.events = new EventPost(clock, values);
    company.tells(this::tells);
  }

  public DingTalkApp app() {
    return app;
  }

  public Company company() {
    return company;
  }

  /** Somebody opens the app's page, which is given this code. */
  public synchronized String opens(String userid) {
    String code = values.marked("", Values.CODE_MARKER, 32);
    codes.put(code, new Code(userid, clock.instant().plus(life.dividedBy(CODES_IN_A_LIFE))));
    return code;
  }

  /** Somebody scans the QR code of a browser, or logs in there, which is given this code. */
  public String consents(String userid) {
    return consents.gives(userid);
  }

  /** Events of the company go there from now on. */
  public void calledBackAt(String url, String token, String aesKey) {
    events.to(new EventPost.Address(url, token, aesKey, app.key(), Set.of()));
  }

  /** Events go nowhere from now on. */
  public void forgetsAddress() {
    events.to(null);
  }

  /** How long after a failure an event is told again; usually after ten and thirty seconds. */
  public void tellsAgainAfter(Duration... waits) {
    events.triesAgainAfter(List.of(waits));
  }

  /** Somebody checks the address in the console. */
  public EventPush checksAddress() {
    return events.send(Json.object().put("EventType", "check_url"));
  }

  /** Any event at all. */
  public EventPush pushes(ObjectNode event) {
    return events.send(event);
  }

  /** Everything told so far, the newest last. */
  public List<EventPush> events() {
    return events.all();
  }

  private void tells(String type, String field, ArrayNode ids) {
    boolean wanted =
        events
            .address()
            .map(EventPost.Address::tags)
            .filter(tags -> tags.isEmpty() || tags.contains(type))
            .isPresent();
    if (wanted) {
      ObjectNode event =
          Json.object()
              .put("EventType", type)
              .put("TimeStamp", Long.toString(clock.millis()))
              .put("CorpId", app.corpId());
      event.set(field, ids);
      events.send(event);
    }
  }

  EventPost eventPost() {
    return events;
  }

  Consents consents() {
    return consents;
  }

  /** The token is dead from now on; whether a new one is given when it is asked for again. */
  public synchronized void revokesToken(boolean andStillHandsItOut) {
    Held held = token;
    if (held != null) {
      token = andStillHandsItOut ? new Held(held.value, held.madeAt, held.until, true) : null;
    }
  }

  /** Another ticket counts from now on. */
  public synchronized void replacesTicket() {
    ticket = null;
  }

  /** The secret is another one from now on. */
  public synchronized String resetsSecret() {
    secret = values.secret();
    return secret;
  }

  /** Only calls from these addresses are let in; none lets in all. */
  public synchronized void allowsOnly(Set<String> addresses) {
    whitelist.clear();
    whitelist.addAll(addresses);
  }

  /** Calls of one API in a second; DingTalk's own figure is 20. */
  public synchronized void allows(int calls) {
    callsASecond = calls;
  }

  /** The app may not see this person. */
  public synchronized void hides(String userid) {
    outsideTheScope.add(userid);
  }

  /** The app may not see this department. */
  public synchronized void hidesDepartment(long id) {
    departmentsOutside.add(id);
  }

  /** How many codes were redeemed. */
  public synchronized int logins() {
    return loginsGiven;
  }

  /** What {@code dd.config} says to a page: {@code ok}, or its error. */
  public synchronized String pageSays(
      String agentId, String corpId, String url, String nonce, String timestamp, String digits) {
    if (!corpId.equals(app.corpId())) {
      return "52010 corpId";
    }
    if (!agentId.equals(app.agentId())) {
      return "52019 invalid agentid";
    }
    Held held = ticket;
    if (held == null || !clock.instant().isBefore(held.until)) {
      return "52011 the ticket cannot be read";
    }
    return PageConfig.matches(held.value, url, nonce, timestamp, digits)
        ? "ok"
        : "52013 signature mismatch";
  }

  synchronized boolean knows(String given) {
    return given.equals(secret);
  }

  /** The token, the same as long as it lives. */
  synchronized String issueToken() {
    Instant now = clock.instant();
    Held held = token;
    token =
        held != null && now.isBefore(held.until)
            ? new Held(held.value, held.madeAt, now.plus(life), held.revoked)
            : new Held(values.marked("", Values.TOKEN_MARKER, LENGTH), now, now.plus(life), false);
    return token.value;
  }

  synchronized String issueTicket() {
    Instant now = clock.instant();
    Held held = ticket;
    if (held == null || !now.isBefore(held.until)) {
      held = new Held(values.marked("", Values.TICKET_MARKER, LENGTH), now, now.plus(life), false);
    }
    Instant last = held.madeAt.plus(life.multipliedBy(LIVES_IN_A_TICKETS_DAY));
    Instant renewed = now.plus(life);
    ticket = new Held(held.value, held.madeAt, renewed.isBefore(last) ? renewed : last, false);
    return ticket.value;
  }

  long lifeInSeconds() {
    return Math.max(1, life.toSeconds());
  }

  synchronized boolean holds(String given) {
    Held held = token;
    return held != null && held.value.equals(given);
  }

  synchronized void admit(String path, String address, boolean withToken) {
    if (!whitelist.isEmpty() && !whitelist.contains(address)) {
      throw new Refused(60020);
    }
    if (withToken && !alive()) {
      throw new Refused(Refusal.TOKEN_INVALID);
    }
    Deque<Instant> calls = lately.computeIfAbsent(path, unused -> new ArrayDeque<>());
    Instant now = clock.instant();
    while (!calls.isEmpty() && !calls.getFirst().isAfter(now.minusSeconds(1))) {
      calls.removeFirst();
    }
    if (calls.size() >= callsASecond) {
      throw new Refused(90018);
    }
    calls.addLast(now);
  }

  private boolean alive() {
    Held held = token;
    return held != null && !held.revoked && clock.instant().isBefore(held.until);
  }

  /** Redeems a code; a refusal leaves it as it was. */
  synchronized Person redeem(String given) {
    Code code = codes.get(given);
    if (code == null || !clock.instant().isBefore(code.until)) {
      throw new Refused(40078);
    }
    Person person = seen(code.userid);
    codes.remove(given);
    loginsGiven++;
    return person;
  }

  /** A person the app may see. */
  synchronized Person seen(String userid) {
    Optional<Person> person = company.person(userid);
    if (person.isEmpty()) {
      throw new Refused(60121);
    }
    if (outsideTheScope.contains(userid)) {
      throw new Refused(50002);
    }
    return person.get();
  }

  /** A department the app may see. */
  synchronized Department department(long id) {
    if (departmentsOutside.contains(id)) {
      throw new Refused(50004);
    }
    return company.department(id).orElseThrow(() -> new Refused(60003));
  }

  List<Person> in(long department) {
    return company.in(department(department).id());
  }
}
