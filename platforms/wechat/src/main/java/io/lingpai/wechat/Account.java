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

/** An account with an app id and a secret of its own: whatever its kinds, they come alike. */
abstract sealed class Account implements Platform permits WechatOfficial, WechatMini {

  private final String name;
  private final VendorCalls calls;

  Account(String name, URI host, Http http) {
    this.name = name;
    this.calls = new VendorCalls(host, http);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<String> keptByDefault(App app) {
    return WechatKinds.keptByDefault(app);
  }

  @Override
  public final Issuance issue(IssueRequest request) {
    return calls.issue(request);
  }

  @Override
  public final Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    if (!(kind.proof() instanceof Kind.Proof.ByCall)) {
      throw new IllegalArgumentException(
          "kind: " + kind.name() + " (expected: one proved by call)");
    }
    return calls.check(value, answerWithin);
  }
}
