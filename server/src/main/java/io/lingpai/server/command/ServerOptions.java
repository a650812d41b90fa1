package io.lingpai.server.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --server} and {@code --key}, on everything that talks to a running server. */
final class ServerOptions {

  static final String USUAL_SERVER = "http://127.0.0.1:8800";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "the server's address (default: LINGPAI_SERVER, or " + USUAL_SERVER + ")")
  private @Nullable String server;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "the API key, or @FILE (default: LINGPAI_KEY; for a server on this machine also"
              + " lingpai-data/admin-key, where it can be read)")
  private @Nullable String key;

  Connection connect(Terminal terminal) {
    URI address = address(terminal);
    return new Connection(address, key(terminal, address), terminal.language());
  }

  private URI address(Terminal terminal) {
    String text =
        server != null ? server : terminal.variable("LINGPAI_SERVER").orElse(USUAL_SERVER);
    try {
      URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && address.getRawQuery() == null
          && address.getRawFragment() == null
          && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
    throw notAnAddress(text);
  }

  private static WronglyUsed notAnAddress(String text) {
    return new WronglyUsed("--server: " + text + " (expected: http://host:port or https://…)");
  }

  private String key(Terminal terminal, URI address) {
    String given = key != null ? key : terminal.variable("LINGPAI_KEY").orElse(null);
    if (given != null) {
      return given.startsWith("@") ? read(terminal.file(given.substring(1))) : given.strip();
    }
    Path data = terminal.file(terminal.variable("LINGPAI_DATA").orElse("lingpai-data"));
    Path file = data.resolve("admin-key");
    // Another machine's server has no business with this one's administrator.
    if (loopback(address.getHost()) && Files.isReadable(file)) {
      terminal
          .err()
          .println(
              terminal.say(
                  "using the administrator's key from " + file, "使用 " + file + " 中的管理员密钥"));
      return read(file);
    }
    throw new WronglyUsed(
        terminal.say(
            "no key: give --key or set LINGPAI_KEY (the first start of the server wrote one to"
                + " admin-key in its data folder)",
            "缺少密钥：请使用 --key 或设置 LINGPAI_KEY（服务首次启动时已在数据目录写入 admin-key）"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Refused("the key file " + file + " cannot be read: " + Unreadable.reason(e), e);
    }
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
