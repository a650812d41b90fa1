package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** An official account's own tokens and tickets. */
public final class WechatOfficial implements Platform {

  public static final String NAME = "wechat-official";

  private final VendorCalls calls;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatOfficial(URI host, Http http) {
    this.calls = new VendorCalls(host, http);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of(WechatKinds.tokenOf(app), WechatKinds.JSAPI_TICKET, WechatKinds.CARD_TICKET);
  }

  @Override
  public List<String> keptByDefault(App app) {
    return WechatKinds.keptByDefault(app);
  }

  @Override
  public Issuance issue(IssueRequest request) {
    return calls.issue(request);
  }

  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    if (!(kind.proof() instanceof Kind.Proof.ByCall)) {
      throw new IllegalArgumentException(
          "kind: " + kind.name() + " (expected: one proved by call)");
    }
    return calls.check(value, answerWithin);
  }
}
