package io.lingpai.server.command;

import static io.lingpai.sandbox.SampleApps.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir Path folder;

  @Test
  void it_prints_three_calls_that_work_and_leaves_nothing_behind() throws Exception {
    List<ServerSocket> usual = List.of(taken(8800), taken(8801), taken(8802));

    try (Program demo = Program.start(folder, "demo")) {
      demo.lineStarting("Ready.");
      List<String> calls =
          demo.printed().stream().filter(line -> line.startsWith("curl ")).toList();

      assertThat(calls).hasSize(3);
      assertThat(answer(calls.get(0))).contains("\"fresh_for\":").contains("\"app\":\"shop\"");
      assertThat(answer(calls.get(1))).contains("\"signature\":").contains("wx0000000000000001");
      assertThat(answer(calls.get(2))).startsWith("{\"access_token\":\"").contains("expires_in");
      assertThat(demo.errors())
          .contains("8800 is taken")
          .contains("8801 is taken")
          .contains("8802 is taken");

      assertThat(login(pages(demo))).contains("\"good\":true").contains("\"login_count\":1");

      demo.stop();
      assertThat(demo.exit()).isZero();
    } finally {
      for (ServerSocket socket : usual) {
        socket.close();
      }
    }

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("lingpai"));
    }
  }

  @Test
  void an_account_authorizes_its_platform_on_the_page_it_prints() throws Exception {
    try (Program demo =
            Program.start(
                folder, "demo", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0");
        HttpClient browser = HttpClient.newHttpClient()) {
      demo.lineStarting("Ready.");
      String page =
          demo.printed().stream()
              .filter(line -> line.startsWith("Platform: "))
              .map(line -> line.split(" +")[1])
              .findFirst()
              .orElseThrow();

      Got begun = got(browser, page, "");
      Matcher link = Pattern.compile("href='([^']+)'").matcher(begun.body());
      assertThat(link.find()).isTrue();
      String vendors = link.group(1).replace("&amp;", "&");
      String back = got(browser, vendors + "&sandbox_account=" + TENANT, "").location();
      String end = got(browser, back, begun.cookie()).location();

      assertThat(end).contains("app=" + TENANT);
    }
  }

  private record Got(String body, String location, String cookie) {}

  private static Got got(HttpClient browser, String url, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!cookie.isEmpty()) {
      request.header("cookie", cookie);
    }
    var answer = browser.send(request.build(), BodyHandlers.ofString());
    return new Got(
        answer.body(),
        answer.headers().firstValue("location").orElse(""),
        answer.headers().firstValue("set-cookie").orElse("").split(";", 2)[0]);
  }

  @Test
  void an_address_it_was_told_to_take_and_cannot_is_named() throws Exception {
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + held.getLocalPort();

      Shell.Result result =
          new Shell(folder)
              .run("demo", "--sandbox-listen", "127.0.0.1:0", "--listen", address)
              .exits(1);

      assertThat(result.err()).contains(address + " is in use").contains("--listen");
      assertThat(result.out()).isEmpty();
    }
  }

  // Somebody else may hold it, which is as good.
  private static ServerSocket taken(int port) throws IOException {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      return new ServerSocket();
    }
  }

  private static String pages(Program demo) {
    String line =
        demo.printed().stream().filter(one -> one.startsWith("Pages:")).toList().getFirst();
    return line.split("\\s+")[1].replace("/mini", "");
  }

  /** Does what the page's script would: asks the phone for a code, and hands it to the backend. */
  private static String login(String pages) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String page =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(pages + "/mini")).build(),
                  BodyHandlers.ofString())
              .body();
      Matcher openid = Pattern.compile("<option value='(o[^']+)'").matcher(page);
      assertThat(openid.find()).as(page).isTrue();
      String code =
          post(client, pages + "/phone/mini/login", "{\"openid\": \"" + openid.group(1) + "\"}");
      return post(client, pages + "/backend/mini/login", code);
    }
  }

  private static String post(HttpClient client, String address, String body) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** Does what curl would do with this line. */
  private static String answer(String line) throws Exception {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(words.getLast()));
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-H" ->
            request.header(words.get(i + 1).split(": ")[0], words.get(i + 1).split(": ")[1]);
        case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.get(i + 1)));
        default -> {}
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
