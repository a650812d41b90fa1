package io.lingpai.sandbox;

import io.lingpai.sandbox.dingtalk.DingTalkApp;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a sandbox: {@code SandboxOptions.defaults().speed(12).app(official("wx…", "…"))}.
 *
 * @param host address to listen on
 * @param port 0 for any that is free
 * @param speed divides lives and intervals: at 12 a token of two hours lives ten minutes.
 *     Timestamps stay true
 * @param seed of every value that is drawn; the same seed draws the same values
 * @param clock what time the vendors believe it is
 * @param tokenLength characters of an app's token, 64 to 512
 * @param wechatApps the WeChat apps that exist from the start, and again after a reset
 * @param wechatComponents likewise the third-party platforms
 * @param dingtalkApps likewise the DingTalk apps, each with its company
 */
public record SandboxOptions(
    String host,
    int port,
    double speed,
    long seed,
    InstantSource clock,
    int tokenLength,
    List<WeChatApp> wechatApps,
    List<WeChatComponent> wechatComponents,
    List<DingTalkApp> dingtalkApps) {

  private static final Duration USUAL_LIFE = Duration.ofHours(2);

  public SandboxOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (!(speed > 0 && speed <= 7200)) {
      throw new IllegalArgumentException("speed: " + speed + " (expected: above 0, 7200 at most)");
    }
    if (tokenLength < 64 || tokenLength > 512) {
      throw new IllegalArgumentException("tokenLength: " + tokenLength + " (expected: 64 to 512)");
    }
    wechatApps = List.copyOf(wechatApps);
    wechatComponents = List.copyOf(wechatComponents);
    dingtalkApps = List.copyOf(dingtalkApps);
  }

  /** On a free port of the loopback address, in real time, with no apps. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        "127.0.0.1", 0, 1, 1, InstantSource.system(), 157, List.of(), List.of(), List.of());
  }

  public SandboxOptions listen(String address, int on) {
    return new SandboxOptions(
        address, on, speed, seed, clock, tokenLength, wechatApps, wechatComponents, dingtalkApps);
  }

  public SandboxOptions speed(double times) {
    return new SandboxOptions(
        host, port, times, seed, clock, tokenLength, wechatApps, wechatComponents, dingtalkApps);
  }

  public SandboxOptions seed(long drawnFrom) {
    return new SandboxOptions(
        host,
        port,
        speed,
        drawnFrom,
        clock,
        tokenLength,
        wechatApps,
        wechatComponents,
        dingtalkApps);
  }

  public SandboxOptions clock(InstantSource source) {
    return new SandboxOptions(
        host, port, speed, seed, source, tokenLength, wechatApps, wechatComponents, dingtalkApps);
  }

  public SandboxOptions tokenLength(int characters) {
    return new SandboxOptions(
        host, port, speed, seed, clock, characters, wechatApps, wechatComponents, dingtalkApps);
  }

  public SandboxOptions app(WeChatApp app) {
    return apps(List.of(app));
  }

  public SandboxOptions apps(List<WeChatApp> more) {
    List<WeChatApp> all = new ArrayList<>(wechatApps);
    all.addAll(more);
    return new SandboxOptions(
        host, port, speed, seed, clock, tokenLength, all, wechatComponents, dingtalkApps);
  }

  public SandboxOptions component(WeChatComponent component) {
    List<WeChatComponent> all = new ArrayList<>(wechatComponents);
    all.add(component);
    return new SandboxOptions(
        host, port, speed, seed, clock, tokenLength, wechatApps, all, dingtalkApps);
  }

  public SandboxOptions app(DingTalkApp app) {
    List<DingTalkApp> all = new ArrayList<>(dingtalkApps);
    all.add(app);
    return new SandboxOptions(
        host, port, speed, seed, clock, tokenLength, wechatApps, wechatComponents, all);
  }

  Duration usualLife() {
    return Duration.ofMillis(Math.round(USUAL_LIFE.toMillis() / speed));
  }
}
