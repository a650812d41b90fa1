package io.lingpai.server.proxy;

import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Origin;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.wire.WechatShape;
import io.lingpai.server.wire.WireRefusal;
import java.net.URI;
import java.util.List;

/**
 * {@code mp.weixin.qq.com} and {@code open.weixin.qq.com}: pages for browsers, which are sent to
 * the vendor itself. SDKs build these addresses from the base they were given.
 */
public final class BrowserPages {

  private final String vendor;

  /**
   * @param vendor which may have a path
   */
  public BrowserPages(URI vendor) {
    this.vendor = vendor.getScheme() + "://" + vendor.getRawAuthority() + Origin.base(vendor);
  }

  /** The pages, beneath a prefix that may be empty. */
  public List<Route> routes(String prefix) {
    return List.of(
        Route.open("GET", prefix + "/{path...}", this::sendOn),
        Route.open("POST", prefix + "/{path...}", this::refuse));
  }

  private Answer sendOn(Request request) {
    try {
      // It would end in the browser's history.
      if (Parameters.of(request.query()).carriesCredentials()) {
        throw WireRefusal.unauthorized();
      }
    } catch (RuntimeException e) {
      return WechatShape.answer(request, e);
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    return Answer.empty(302).with("location", vendor + "/" + request.variable("path") + query);
  }

  private Answer refuse(Request request) {
    return WechatShape.answer(request, WireRefusal.unauthorized());
  }
}
