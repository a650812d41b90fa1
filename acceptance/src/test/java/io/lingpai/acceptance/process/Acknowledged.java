package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Client;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What clients were told, and may therefore rely on: the newest version they saw of each value,
 * apps and keys that exist, keys that do not work any more. Whatever contradicts it is kept as
 * wrong.
 */
final class Acknowledged {

  /** Apps whose names begin like this are renewed by an administrator, again and again. */
  static final String FORCED = "forced-";

  private record Seen(long version, String value) {}

  private record Key(String text, boolean works) {}

  private static final String EITHER = "either";

  private final Sandbox sandbox;
  private final Map<String, WeChatApp> apps;
  private final Map<String, Seen> newest = new ConcurrentHashMap<>();
  private final Map<String, String> valueOf = new ConcurrentHashMap<>();
  private final Set<String> issued = ConcurrentHashMap.newKeySet();
  private final Map<String, String> fingerprintOf = new ConcurrentHashMap<>();
  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Set<String> looked = ConcurrentHashMap.newKeySet();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicLong reads = new AtomicLong();

  Acknowledged(Sandbox sandbox, Map<String, WeChatApp> apps) {
    this.sandbox = sandbox;
    this.apps = apps;
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** How many tokens the vendor has issued. */
  long minted() {
    return apps.values().stream()
        .map(this::behind)
        .mapToLong(app -> app.tokensIssued(Line.CLASSIC) + app.tokensIssued(Line.STABLE))
        .sum();
  }

  private BehindTheScenes behind(WeChatApp app) {
    return sandbox.wechat().behind(app.appid());
  }

  /** Adds one of the apps whose tokens are read. */
  void declare(Client client, String name, WeChatApp app) {
    HttpResponse<String> answer =
        client.post(
            ADMIN,
            "/api/v1/apps",
            Map.of(
                "name",
                name,
                "platform",
                "wechat-official",
                "appid",
                app.appid(),
                "secret",
                app.secret(),
                "token_mode",
                name.startsWith("stable") ? "stable" : "classic"));
    expect(answer, 201, "adding " + name);
    client.get(ADMIN, path(name));
  }

  private static String path(String app) {
    return "/api/v1/apps/" + app + "/credentials/access_token";
  }

  /** Reads a token; what comes must not be older than what anybody saw before. */
  void read(Client client, Random random) {
    read(client, List.copyOf(apps.keySet()).get(random.nextInt(apps.size())));
  }

  private void read(Client client, String app) {
    note(app);
    Seen before = newest.get(app);
    HttpResponse<String> answer = client.get(ADMIN, path(app));
    note(app);
    if (answer.statusCode() == 503 && before == null) {
      return; // no value yet, and nobody was promised one
    }
    if (answer.statusCode() != 200) {
      judge(answer.statusCode() == 503 && hasDied(app, before), app + ": " + answer.body());
      return;
    }
    reads.incrementAndGet();
    see(app, before, Client.json(answer));
  }

  private void see(String app, @Nullable Seen before, JsonNode read) {
    Seen seen = new Seen(read.get("version").asLong(), read.get("value").asText());
    if (before != null) {
      judge(seen.version() >= before.version(), app + " went back from " + before.version());
    }
    String sameVersion = valueOf.putIfAbsent(app + " " + seen.version(), seen.value());
    judge(
        sameVersion == null || sameVersion.equals(seen.value()),
        app + " has two values of version " + seen.version());
    judge(issued.contains(seen.value()), app + " has a value that the vendor never issued");
    newest.merge(app, seen, (one, other) -> one.version() >= other.version() ? one : other);
  }

  // Lives are seconds here, and a restart on a busy machine may take longer than one. Not whether
  // the newest has died: another may have been told of that since.
  private boolean hasDied(String app, @Nullable Seen seen) {
    return seen == null || !behind(apps.get(app)).accepts(seen.value());
  }

  private void note(String app) {
    BehindTheScenes behind = behind(apps.get(app));
    for (Line line : Line.values()) {
      behind.currentToken(line).ifPresent(issued::add);
      behind.previousToken(line).ifPresent(issued::add);
    }
  }

  /** Has a token renewed; what comes was stored, and must be found from now on. */
  void renew(Client client, Random random) {
    List<String> forced = apps.keySet().stream().filter(app -> app.startsWith(FORCED)).toList();
    String app = forced.get(random.nextInt(forced.size()));
    Seen before = newest.get(app);
    HttpResponse<String> answer = client.post(ADMIN, path(app) + "/renewals", Map.of());
    note(app);
    if (answer.statusCode() == 503 && answer.body().contains("quota-exhausted")) {
      return;
    }
    if (expect(answer, 200, "renewing " + app)) {
      see(app, before, Client.json(answer));
    }
  }

  /** Returns the app's name. */
  String addApp(Client client) {
    int number = names.incrementAndGet();
    String name = "added-" + number;
    Map<String, Object> app =
        Map.of(
            "name",
            name,
            "platform",
            "wechat-official",
            "appid",
            "wx%016x".formatted(0xb0000 + number),
            "secret",
            "secret of " + name,
            "keep",
            List.of());
    HttpResponse<String> answer = client.post(ADMIN, "/api/v1/apps", app);
    if (expect(answer, 201, "adding " + name)) {
      fingerprintOf.put(name, secretIn(answer));
    }
    return name;
  }

  void changeApp(Client client, String name) {
    // An unanswered change may or may not be there: then either secret is right, and none is held.
    fingerprintOf.put(name, EITHER);
    HttpResponse<String> answer =
        client.patch(ADMIN, "/api/v1/apps/" + name, Map.of("secret", "another secret of " + name));
    if (expect(answer, 200, "changing " + name)) {
      fingerprintOf.put(name, secretIn(answer));
    }
  }

  private static String secretIn(HttpResponse<String> app) {
    return Client.json(app).path("secret").asText();
  }

  /** Returns the key's id. */
  String addKey(Client client) {
    HttpResponse<String> answer =
        client.post(ADMIN, "/api/v1/keys", Map.of("name", "k", "grants", List.of("watch")));
    if (!expect(answer, 201, "adding a key")) {
      throw new AssertionError(answer.body());
    }
    String id = Client.json(answer).get("id").asText();
    keys.put(id, new Key(Client.json(answer).get("key").asText(), true));
    return id;
  }

  void revokeKey(Client client, String id) {
    Key key = keys.remove(id); // unanswered, it may work or not
    HttpResponse<String> answer = client.delete(ADMIN, "/api/v1/keys/" + id);
    if (key != null && expect(answer, 204, "revoking " + id)) {
      keys.put(id, new Key(key.text(), false));
    }
  }

  /** Looks for whatever was acknowledged since the last look, and for every value. */
  void lookForWhatIsNew(Client client) {
    for (String app : apps.keySet()) {
      read(client, app);
    }
    Map.copyOf(fingerprintOf)
        .forEach((name, print) -> once(name + print, () -> look(client, name, print)));
    Map.copyOf(keys).forEach((id, key) -> once(id + key.works(), () -> look(client, id, key)));
  }

  /** Looks for everything that was ever acknowledged. */
  void lookForEverything(Client client) {
    looked.clear();
    lookForWhatIsNew(client);
  }

  private void once(String finding, Runnable look) {
    if (looked.add(finding)) {
      look.run();
    }
  }

  private void look(Client client, String name, String fingerprint) {
    HttpResponse<String> answer = client.get(ADMIN, "/api/v1/apps/" + name);
    if (expect(answer, 200, "finding " + name) && !fingerprint.equals(EITHER)) {
      judge(secretIn(answer).equals(fingerprint), name + " has another secret");
    }
  }

  private void look(Client client, String id, Key key) {
    // What it may not see: told from a dead key as well as an answer would, and costs nothing to
    // make.
    expect(client.get(key.text(), "/api/v1/audit"), key.works() ? 403 : 401, "using " + id);
  }

  private boolean expect(HttpResponse<String> answer, int status, String what) {
    judge(answer.statusCode() == status, what + ": " + answer.statusCode() + " " + answer.body());
    return answer.statusCode() == status;
  }

  private void judge(boolean right, String complaint) {
    if (!right) {
      complain(complaint);
    }
  }

  void complain(String complaint) {
    wrong.add(complaint);
  }

  /** How many apps and keys were acknowledged. */
  int written() {
    return fingerprintOf.size() + keys.size();
  }

  @Override
  public String toString() {
    return "%d reads of %d issued values, %d apps, %d keys, %d of them revoked"
        .formatted(
            reads.get(),
            issued.size(),
            fingerprintOf.size(),
            keys.size(),
            keys.values().stream().filter(key -> !key.works()).count());
  }
}
