package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.secret.Secret;
import io.lingpai.server.redis.EasyWechatRedis;
import io.lingpai.server.redis.Existing;
import io.lingpai.server.redis.Library;
import io.lingpai.server.redis.Library.Account;
import io.lingpai.server.redis.Reader;
import io.lingpai.server.redis.WxJavaRedis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import redis.clients.jedis.exceptions.JedisException;

/** {@code lingpai import …}: takes over what a team runs today, while it runs. */
@Command(
    name = "import",
    description = "Takes over tokens and tickets in use, without a call to the vendor.")
final class ImportCommands {

  private static final String DRY_RUN = "say what would happen, and change nothing";

  private final Terminal terminal;

  ImportCommands(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      name = "wxjava-redis",
      description = {
        "Takes over what WxJava keeps in Redis.",
        "Add the apps first, with --keep \"\", so that nothing is fetched for them yet."
      })
  int wxjava(
      @Mixin RedisOptions redis,
      @Option(
              names = "--prefix",
              paramLabel = "TEXT",
              defaultValue = "wx",
              description = "what official accounts' keys begin with (default: wx)")
          String prefix,
      @Option(
              names = "--mini-prefix",
              paramLabel = "TEXT",
              defaultValue = "wa",
              description = "what mini programs' keys begin with (default: wa)")
          String miniPrefix,
      @Option(
              names = "--open-prefix",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "what third-party platforms' keys begin with (default: nothing)")
          String openPrefix,
      @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    return take(new WxJavaRedis(prefix, miniPrefix, openPrefix), redis, dryRun, output, server);
  }

  @Command(
      name = "easywechat-redis",
      description = {
        "Takes over what EasyWeChat 6 or node-easywechat keeps in Redis.",
        "Add the apps first, with --keep \"\", so that nothing is fetched for them yet."
      })
  int easywechat(
      @Mixin RedisOptions redis,
      @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    return take(new EasyWechatRedis(), redis, dryRun, output, server);
  }

  @Command(
      name = "authorizers",
      description = {
        "Takes over accounts that authorized a third-party platform, with their refresh tokens.",
        "From a table of your own: CSV with headings, or JSON; columns authorizer_appid,"
            + " authorizer_refresh_token, platform (wechat-official or wechat-mini), and where it"
            + " lives authorizer_access_token with expires_in. Without --file from the vendor's"
            + " list, which takes calls of the platform's."
      })
  int authorizers(
      @Parameters(
              paramLabel = "COMPONENT",
              arity = "0..1",
              description = "the platform's name here; may be left out where there is only one")
          @Nullable String component,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "the table; - for the standard input")
          @Nullable String file,
      @Option(
              names = "--platform",
              paramLabel = "PLATFORM",
              description = "what accounts are whose row does not say")
          @Nullable String sort,
      @Option(names = "--dry-run", description = DRY_RUN) boolean dryRun,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    if (file == null && (dryRun || sort != null)) {
      throw new WronglyUsed(
          terminal.say(
              "--dry-run and --platform go with --file", "--dry-run 与 --platform 须与 --file 一起使用"));
    }
    Connection lingpai = server.connect(terminal);
    String platform = AuthorizerImport.platform(terminal, lingpai, component);
    boolean all =
        file == null
            ? new AuthorizerList(terminal, lingpai, platform).take(output)
            : new AuthorizerImport(terminal, lingpai, platform, sort, dryRun).take(file, output);
    return all ? 0 : 1;
  }

  private int take(
      Library library,
      RedisOptions redis,
      boolean dryRun,
      OutputOption output,
      ServerOptions server) {
    Secret url = redis.url(terminal);
    Connection lingpai = server.connect(terminal);
    try (Reader reader = Reader.connect(url, InstantSource.system())) {
      Taking taking = new Taking(lingpai, library, reader, dryRun);
      taking.all();
      taking.print(output);
      return taking.wrong ? 1 : 0;
    } catch (Reader.CannotRead | JedisException e) {
      throw new Refused(terminal.say("Redis cannot be read: ", "无法读取 Redis：") + e.getMessage(), e);
    }
  }

  /** One pass over all apps that the server knows. */
  private final class Taking {
    private final Connection lingpai;
    private final Library library;
    private final Reader reader;
    private final boolean dryRun;
    private final ArrayNode rows = Connection.object().putArray("found");
    private boolean wrong;

    Taking(Connection lingpai, Library library, Reader reader, boolean dryRun) {
      this.lingpai = lingpai;
      this.library = library;
      this.reader = reader;
      this.dryRun = dryRun;
    }

    void all() {
      JsonNode apps = lingpai.all("/api/v1/apps", "apps").path("apps");
      Map<String, String> ids = new HashMap<>();
      int minis = 0;
      for (JsonNode app : apps) {
        ids.put(app.path("name").asText(), app.path("appid").asText());
        minis += app.path("platform").asText().equals("wechat-mini") ? 1 : 0;
      }
      Set<String> unknown = new TreeSet<>(library.accounts(reader));
      for (JsonNode app : apps) {
        if (!app.path("platform").asText().startsWith("wechat-")) {
          continue;
        }
        String id = app.path("appid").asText();
        unknown.remove(id);
        String component = ids.getOrDefault(app.path("component").asText(""), "");
        Account account = new Account(app.path("platform").asText(), id, component, minis == 1);
        one(app.path("name").asText(), account);
      }
      Set<String> authorizers = new TreeSet<>(library.authorizers(reader));
      authorizers.removeAll(ids.values());
      unknown.forEach(id -> unknown(id, "unknown_app"));
      authorizers.forEach(id -> unknown(id, "unknown_authorizer"));
    }

    private void one(String app, Account account) {
      for (Existing found : library.of(account, reader)) {
        ObjectNode body = Connection.object().put("dry_run", dryRun);
        if (found.value() != null && found.ended()) {
          row(app, found, "ended");
          continue;
        }
        if (!found.addTo(body)) {
          wrong = true;
          row(app, found, "unreadable");
          continue;
        }
        try {
          JsonNode answer =
              lingpai.post(
                  Connection.path("apps", app, "credentials", found.kind(), "takeovers"), body);
          row(app, found, answer.path("outcome").asText());
        } catch (ProblemArrived e) {
          wrong = true;
          row(app, found, "refused");
          terminal.err().println(app + "/" + found.kind() + ": " + e.getMessage());
        }
      }
    }

    private void unknown(String appid, String outcome) {
      wrong = true;
      rows.addObject().put("app", appid).put("outcome", outcome);
    }

    private void row(String app, Existing found, String outcome) {
      String what = found.life().isPresent() ? found.kind() : "refresh_token";
      ObjectNode row = rows.addObject().put("app", app).put("kind", what).put("key", found.key());
      found.life().map(Duration::toSeconds).ifPresent(it -> row.put("expires_in", it));
      row.put("outcome", outcome);
    }

    void print(OutputOption output) {
      if (output.json()) {
        ObjectNode whole = Connection.object().put("dry_run", dryRun);
        whole.set("found", rows);
        OutputOption.printJson(terminal.out(), whole);
        return;
      }
      if (rows.isEmpty()) {
        terminal
            .out()
            .println(
                terminal.say(
                    "nothing was found for the apps that Lingpai knows", "没有找到令牌所知应用的任何数据"));
        return;
      }
      Table table = new Table("APP", "KIND", "LEFT", "OUTCOME");
      for (JsonNode row : rows) {
        String left = row.has("expires_in") ? row.path("expires_in").asText() + " s" : "";
        table.row(
            row.path("app").asText(),
            row.path("kind").asText(),
            left,
            TakeoverWords.of(row.path("outcome").asText(), dryRun, terminal));
      }
      table.print(terminal.out());
    }
  }
}
