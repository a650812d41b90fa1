package io.lingpai.wxjava;

import java.util.Arrays;
import java.util.List;
import me.chanjar.weixin.common.api.WxConsts;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.open.api.WxOpenService;
import me.chanjar.weixin.open.api.impl.WxOpenComponentServiceImpl;
import me.chanjar.weixin.open.bean.message.WxOpenXmlMessage;
import me.chanjar.weixin.open.bean.result.WxOpenQueryAuthResult;

/**
 * The platform's own calls. A forced refresh is a report to Lingpai; a call whose token the vendor
 * calls dead is made once more with another, where WxJava would call for ever; authorization codes
 * are redeemed by Lingpai, which is told of them itself.
 */
public final class LingpaiOpenComponentService extends WxOpenComponentServiceImpl {

  private static final List<String> WITH_A_CODE =
      Arrays.asList("authorized", "updateauthorized", "notify_third_fasteregister");

  private final LingpaiOpenConfig config;

  LingpaiOpenComponentService(WxOpenService service, LingpaiOpenConfig config) {
    super(service);
    this.config = config;
  }

  @Override
  public String getComponentAccessToken(boolean forceRefresh) {
    return forceRefresh ? config.forced() : config.getComponentAccessToken();
  }

  @Override
  public String getAuthorizerAccessToken(String appId, boolean forceRefresh) {
    return forceRefresh ? config.forced(appId) : config.getAuthorizerAccessToken(appId);
  }

  @Override
  public String post(String uri, String postData, String accessTokenKey) throws WxErrorException {
    return withToken(token -> getWxOpenService().post(with(uri, accessTokenKey, token), postData));
  }

  @Override
  public String get(String uri, String accessTokenKey) throws WxErrorException {
    return withToken(token -> getWxOpenService().get(with(uri, accessTokenKey, token), null));
  }

  /** Throws: a code is good once, and the server that keeps the refresh token must spend it. */
  @Override
  public WxOpenQueryAuthResult getQueryAuth(String authorizationCode) {
    throw new WxRuntimeException(
        "codes are redeemed by Lingpai: send the browser to the address that"
            + " POST /api/v1/apps/{component}/authorizations gives");
  }

  /** Lingpai was told of it too, and has done what WxJava would do: redeemed the code. */
  @Override
  public String route(WxOpenXmlMessage wxMessage) throws WxErrorException {
    return WITH_A_CODE.contains(wxMessage.getInfoType()) ? "success" : super.route(wxMessage);
  }

  private String withToken(Call call) throws WxErrorException {
    String first = config.getComponentAccessToken();
    try {
      return call.with(first);
    } catch (WxErrorException e) {
      if (!WxConsts.ACCESS_TOKEN_ERROR_CODES.contains(e.getError().getErrorCode())) {
        throw e;
      }
      config.expireComponentAccessToken();
      String second = config.getComponentAccessToken();
      if (second.equals(first)) {
        throw e;
      }
      return call.with(second);
    }
  }

  private static String with(String uri, String accessTokenKey, String token) {
    return uri + (uri.contains("?") ? "&" : "?") + accessTokenKey + "=" + token;
  }

  private interface Call {
    String with(String token) throws WxErrorException;
  }
}
