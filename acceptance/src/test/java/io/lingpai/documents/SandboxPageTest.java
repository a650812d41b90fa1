package io.lingpai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxPageTest {
  @RegisterExtension static final SandboxExtension SANDBOX = new SandboxExtension();

  private static final Markdown ENGLISH = Markdown.read("docs/sandbox.md");
  private static final Markdown CHINESE = Markdown.read("docs/sandbox.zh-CN.md");
  private static final Pattern ROOT = Pattern.compile("`POST (/_sandbox/[a-z]+/[A-Z]+/)…`");
  private static final Pattern CALL = Pattern.compile("\\| `([a-z/-]+)` \\| ([^|]*) \\|.*");
  private static final Pattern FAULT = Pattern.compile("\\| `([a-z_]+)`.*");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z_]+)`");
  private static final Pattern KNOWN = Pattern.compile("\\(known: ([^)]*)\\)");

  private final HttpClient http = HttpClient.newHttpClient();

  /** Each call on the page, in either language, with the fields that the page names. */
  static Stream<Arguments> calls() throws IOException {
    List<Arguments> calls = new ArrayList<>();
    for (Markdown page : List.of(ENGLISH, CHINESE)) {
      String root = "";
      for (String line : Files.readAllLines(page.file())) {
        Matcher begins = ROOT.matcher(line);
        Matcher call = CALL.matcher(line);
        if (begins.find()) {
          root = begins.group(1);
        } else if (call.matches() && !root.isEmpty()) {
          calls.add(Arguments.of(root + call.group(1), names(call.group(2))));
        }
      }
    }
    return calls.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_is_there_and_takes_the_fields_that_are_named(String path, TreeSet<String> fields)
      throws Exception {
    String target =
        path.replace("/APPID/", "/" + appOf(path) + "/")
            .replace("/APPKEY/", "/" + SampleApps.CREW + "/");

    String refused = post(target, "{\"?\":1}").body();
    HttpResponse<String> done = post(target, "{}");

    Matcher known = KNOWN.matcher(refused);
    assertThat(known.find()).as(refused).isTrue();
    assertThat(new TreeSet<>(List.of(known.group(1).split(", ", -1))))
        .isEqualTo(fields.isEmpty() ? new TreeSet<>(List.of("")) : fields);
    assertThat(done.statusCode()).as(done.body()).isNotEqualTo(404);
  }

  private static String appOf(String path) {
    return path.startsWith("/_sandbox/components/") ? SampleApps.PLATFORM : SampleApps.MINI;
  }

  @Test
  void every_fault_is_named() throws IOException {
    List<String> words =
        Stream.concat(
                Stream.of(Fault.Word.values()).map(Fault.Word::spelled),
                Stream.of("answers_minus_one"))
            .sorted()
            .toList();
    for (Markdown page : List.of(ENGLISH, CHINESE)) {
      List<String> named =
          Files.readAllLines(page.file()).stream()
              .dropWhile(line -> !line.startsWith("| `fault`"))
              .skip(1)
              .takeWhile(line -> line.startsWith("|"))
              .map(FAULT::matcher)
              .filter(Matcher::matches)
              .map(found -> found.group(1))
              .sorted()
              .toList();
      assertThat(named).isEqualTo(words);
    }
  }

  @Test
  void the_call_that_it_shows_is_taken() throws Exception {
    String shown = ENGLISH.blocks().getLast().text();
    String body = shown.substring(shown.indexOf("'{") + 1, shown.lastIndexOf('\''));

    HttpResponse<String> answer = post("/_sandbox/faults", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(SANDBOX.sandbox().faults().pending())
        .containsExactly(Fault.refuses(45009).on("/cgi-bin/message/*").times(3));
  }

  @Test
  void the_test_that_it_shows_compiles(@TempDir Path folder) throws IOException {
    Snippets.compile(
        folder,
        List.of(
            "io.lingpai.sandbox",
            "io.lingpai.sandbox.fault",
            "io.lingpai.sandbox.junit",
            "org.junit.jupiter.api",
            "org.junit.jupiter.api.extension"),
        List.of(ENGLISH.only("java")));
  }

  @Test
  void both_languages_say_the_same() {
    assertThat(CHINESE.headingLevels()).isEqualTo(ENGLISH.headingLevels());
    assertThat(CHINESE.blocks()).isEqualTo(ENGLISH.blocks());
  }

  private HttpResponse<String> post(String target, String body) throws Exception {
    Sandbox sandbox = SANDBOX.sandbox();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + target))
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static TreeSet<String> names(String cell) {
    TreeSet<String> names = new TreeSet<>();
    NAME.matcher(cell).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
