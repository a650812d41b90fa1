package io.lingpai.sandbox;

import io.lingpai.sandbox.dingtalk.DingTalkApp;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The sandbox as a program, with the sample apps in it. */
public final class SandboxProgram {
  public static final String USUAL_LISTEN = "127.0.0.1:8801";

  private SandboxProgram() {}

  /**
   * Starts and says where it is and what is in it.
   *
   * @param listen {@code host:port}
   * @param speed divides lives and intervals
   * @throws IllegalArgumentException when {@code listen} or {@code speed} cannot be
   * @throws UncheckedIOException when the address is taken
   */
  public static Sandbox run(String listen, double speed, PrintStream out) {
    int colon = listen.lastIndexOf(':');
    if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("listen: " + listen + " (expected: host:port)");
    }
    String host = listen.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(listen.substring(colon + 1));
    SandboxOptions options =
        SandboxOptions.defaults()
            .listen(host, port)
            .seed(System.nanoTime())
            .speed(speed)
            .apps(SampleApps.wechat())
            .app(SampleApps.tenant())
            .component(SampleApps.platform())
            .app(SampleApps.dingtalk());
    Sandbox sandbox = Sandbox.start(options);
    out.println(
        "Sandbox: "
            + sandbox.baseUrl()
            + "/  (plays api, mp and open.weixin.qq.com; /dingtalk/api and /dingtalk/oapi)");
    options.wechatApps().forEach(app -> out.println("  " + describe(app)));
    options.wechatComponents().forEach(platform -> out.println("  " + describe(platform)));
    options.dingtalkApps().forEach(app -> out.println("  " + describe(app)));
    out.flush();
    return sandbox;
  }

  private static String describe(WeChatApp app) {
    String kind = app.kind().name().toLowerCase(Locale.ROOT);
    return "%-8s %-9s appid %s  secret %s".formatted(app.name(), kind, app.appid(), app.secret());
  }

  private static String describe(WeChatComponent platform) {
    return "%-8s %-9s appid %s  secret %s"
        .formatted(platform.name(), "component", platform.appid(), platform.secret());
  }

  private static String describe(DingTalkApp app) {
    return "%-8s %-9s appkey %s  secret %s  corpid %s  agentid %s"
        .formatted(app.name(), "dingtalk", app.key(), app.secret(), app.corpId(), app.agentId());
  }

  /** {@code [--listen HOST:PORT] [--speed N]}; runs until it is ended. */
  public static void main(String[] arguments) {
    String listen = USUAL_LISTEN;
    double speed = 1;
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        String value = i + 1 < arguments.length ? arguments[i + 1] : "";
        switch (arguments[i]) {
          case "--listen" -> listen = value;
          case "--speed" -> speed = Double.parseDouble(value);
          default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
        }
      }
      Sandbox sandbox = run(listen, speed, System.out);
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println("usage: [--listen HOST:PORT] [--speed N]");
      System.exit(2);
    } catch (UncheckedIOException taken) {
      System.err.println(taken.getMessage());
      System.exit(1);
    }
  }
}
