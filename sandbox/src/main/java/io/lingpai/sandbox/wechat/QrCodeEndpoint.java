package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.time.Duration;
import java.util.List;

/**
 * {@code /cgi-bin/qrcode/create}: codes that tell where somebody who follows came from.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html">checked
 *     2026-11-21</a>
 */
final class QrCodeEndpoint {

  private static final int USUAL_LIFE = 60;
  private static final int LONGEST_LIFE = 2_592_000;
  private static final int PERMANENT_NUMBERS = 100_000;
  private static final int LONGEST_TEXT = 64;

  private final World world;

  QrCodeEndpoint(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/cgi-bin/qrcode/create", this::create)
            .daily(100_000)
            .needing(PermissionSets.ACCOUNT));
  }

  private ObjectNode create(Call call) {
    App app = call.app();
    if (!app.official()) {
      throw new Refusal(48001);
    }
    ObjectNode body = call.body();
    JsonNode scene = body.path("action_info").path("scene");
    return switch (Call.requiredText(body, "action_name", 40052)) {
      case "QR_SCENE" -> temporary(call, body, number(scene, Integer.MAX_VALUE));
      case "QR_STR_SCENE" -> temporary(call, body, text(scene));
      case "QR_LIMIT_SCENE" ->
          made(app.codes.make(world.values, number(scene, PERMANENT_NUMBERS), null));
      case "QR_LIMIT_STR_SCENE" -> made(app.codes.make(world.values, text(scene), null));
      default -> throw new Refusal(40052);
    };
  }

  private ObjectNode temporary(Call call, ObjectNode body, String scene) {
    JsonNode asked = body.path("expire_seconds");
    if (!asked.isMissingNode() && (!asked.isIntegralNumber() || asked.asLong() < 1)) {
      throw new Refusal(47001);
    }
    int seconds = Math.min(asked.asInt(USUAL_LIFE), LONGEST_LIFE);
    QrCodes.Code code =
        call.app().codes.make(world.values, scene, call.now().plus(Duration.ofSeconds(seconds)));
    return made(code).put("expire_seconds", seconds);
  }

  private static ObjectNode made(QrCodes.Code code) {
    return Json.object()
        .put("ticket", code.ticket())
        .put("url", "http://weixin.qq.com/q/" + code.ticket().substring(2, 24));
  }

  private static String number(JsonNode scene, int most) {
    JsonNode id = scene.path("scene_id");
    if (!id.isIntegralNumber() || id.asLong() < 1 || id.asLong() > most) {
      throw new Refusal(40053);
    }
    return id.asText();
  }

  private static String text(JsonNode scene) {
    String text = Call.requiredText(scene, "scene_str", 40053);
    if (text.length() > LONGEST_TEXT) {
      throw new Refusal(40053);
    }
    return text;
  }
}
