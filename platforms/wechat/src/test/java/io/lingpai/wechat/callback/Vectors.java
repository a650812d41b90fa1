package io.lingpai.wechat.callback;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** The vectors of WeChat's own pages, of other implementations, and two of ours. */
final class Vectors {

  /**
   * One message or reply.
   *
   * @param random 16 bytes, as text
   */
  record Vector(
      String name,
      String token,
      String key,
      String appId,
      String timestamp,
      String nonce,
      String random,
      String clear,
      String encrypted,
      String signature) {

    App app() {
      return App.of("shop", "wechat-official", appId, Secret.of("unused"))
          .withSecrets(
              Map.of("callback.token", Secret.of(token), "callback.aes_key", Secret.of(key)));
    }

    Instant sentAt() {
      return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }

    Map<String, String> query() {
      return Map.of(
          "timestamp",
          timestamp,
          "nonce",
          nonce,
          "encrypt_type",
          "aes",
          "msg_signature",
          signature);
    }

    byte[] salt() {
      return random.getBytes(StandardCharsets.UTF_8);
    }

    byte[] body() {
      String body =
          clear.startsWith("{")
              ? "{\"ToUserName\":\"gh_97417a04a28d\",\"Encrypt\":\"" + encrypted + "\"}"
              : "<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA["
                  + encrypted
                  + "]]></Encrypt></xml>";
      return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String ZEROS = "A".repeat(43);

  static final Vector A =
      new Vector(
          "A, of the vendor's sample code",
          "pamtest",
          LETTERS,
          "wxb11529c136998cb6",
          "1409304348",
          "xxxxxx",
          "aaaabbbbccccdddd",
          "我是中文abcd123",
          "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
          "82c962d39941aa48552f90ef55aa323dc620cc10");

  static final Vector B =
      new Vector(
          "B, padded by more than AES's block",
          "pamtest",
          LETTERS,
          "wxb11529c136998cb6",
          "1458300676",
          "260774613",
          "d43123b161a4ba84",
          "<xml><URL><![CDATA[http://wechat.laravel.so/server]]></URL><ToUserName><![CDATA[asdasdasd]]></ToUserName>"
              + "<FromUserName><![CDATA[asdasdasdsadasd]]></FromUserName><CreateTime>1234567898</CreateTime>"
              + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content><MsgId>12345</MsgId></xml>",
          "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA==",
          "4f3ad57b6989f09f4eb392acce4f9e93942ed890");

  static final Vector C =
      new Vector(
          "C, the vendor's own, in JSON",
          "AAAAA",
          ZEROS,
          "wxba5fad812f8e6fb9",
          "1714112445",
          "415670741",
          "a8eedb185eb2fecf",
          "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":1714112445,\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}",
          "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=",
          "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");

  static final Vector C_REPLY =
      new Vector(
          "C's reply",
          "AAAAA",
          ZEROS,
          "wxba5fad812f8e6fb9",
          "1713424427",
          "415670741",
          "707722b803182950",
          "{\"demo_resp\":\"good luck\"}",
          "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
          "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");

  static final Vector D =
      new Vector(
          "D, the vendor's own, of a platform",
          "AAAAA",
          ZEROS,
          "wx134c8103faa5a59e",
          "1715943329",
          "1590219412",
          "1205899eaf019bbd",
          """
          <xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>
          <FromUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></FromUserName>
          <CreateTime>1715943329</CreateTime>
          <MsgType><![CDATA[event]]></MsgType>
          <Event><![CDATA[debug_demo]]></Event>
          <debug_str><![CDATA[hello world]]></debug_str>
          </xml>""",
          "D7yzvUNAL930rd28wf21s4hvXhz0L6Uit/p2Di6C5DHyYGpEgdBRnKjBec34JwoQXicwaZC7fOVihW80F4VtsdvE//1vr7oAbqjDv8KenVp+ajKYpJnyQ4zMRhIC+a31fCVOMC03FfzV/QuC94kBP55a+Za3sJgvAn+ZbsNqZI5DkyuzkhQN8OBqCzFhizGmy0xpM0MEA4agpvE+RuNO1rhHTtuJB5yltw1FiYzecSXJ+y/D2r81VkRn2eYjh2ltsoyfbDR7Is6ookXIFxTfyeNyeHxMeT4KN5WpCDmSbTcUYrbBUlkGLJ9n/rU8YOywma6G7aTb7KZKOqCxgfoUlYEZPk4FUL/TK7ShriFDMVCLyjQJ15Ob++agDWtcxhfUfe6HIoIpRW8mKNBQiY/Jd1svvuskA1wLef1RTtzKfMpagSCX/laZINmdnX4zrF6kIaR9P4xQrWXbsTFHTYe0Mg==",
          "6c12a4205838198b8fa631b3220723bb07f1015c");

  static final Vector D_REPLY =
      new Vector(
          "D's reply",
          "AAAAA",
          ZEROS,
          "wx134c8103faa5a59e",
          "1713424427",
          "415670741",
          "999951349e8ee746",
          "<xml><demo_resp>[CDATA[good luck]]</demo_resp></xml>",
          "hE8R6mGXHkJJjU72KxzKUd1GEkKJaEZq7vRL8XgK3o+00k8JGq6+pZJUIlTSyhsX+bxIBQ72g3GyvDdIZcr6+3HAZbSvPT9t/o11MI7d6WELwqrGd7jMnV0zv3Zc9Nq7",
          "03e0812039325c2712ef5f0f980fd14c70d6e307");

  static final Vector E =
      new Vector(
          "E, ours, with every byte of the key in use",
          "sandboxToken2026",
          "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
          "wx1234567890abcdef",
          "1767225600",
          "1320562132",
          "0123456789abcdef",
          "<xml><ToUserName><![CDATA[gh_123456789abc]]></ToUserName><FromUserName><![CDATA[oABCD1234567890abcdefghijklm]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好 hub]]></Content><MsgId>1234567890123456</MsgId></xml>",
          "Al31VOORMRWx6emIpmL5qgfVeNdjm6gWq22qeo4IVoEcM/XyTGeEKL/jhqVRNDZwXmRlLyH+L/FUyffiKyOV28G9ZGXfqqZHQDBvb8j3iminu2/DzsVvpc12QrrgUkOCB3y9Vo5OkgJtUk8HWcs0JqbGquuRN4QxtiPnmD8P1VPM36XS4hPHh0qAqVXvbSuGbrq2uS/E8rp4ItAvuKKp7Vj0jlBLCBYKcyflSmQLOPcATrZkP1b8RbNAEc6KHfVl1MPaNiIXBRPAi8EUwIVeGIZJEXX4IPDeu15zHa4bIbQaRW8mVBzTFJWAqPZW/tkfqlSSE0p8ts1NpFDpWpniuOKwFIlKg0/6K3jdGNUn1o2FML0JpsfSkNxxAjw6x+M0A9Cg4KZC1GtZDWCPTaSNpR6MQ+UP06QJKm2kFLxxKjY=",
          "bd32903221001c1bd16f9dd50c928ef04c882c46");

  static final Vector F =
      new Vector(
          "F, ours, with a whole block of padding",
          "sandboxToken2026",
          "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
          "wx1234567890abcdef",
          "1767225600",
          "1320562132",
          "0123456789abcdef",
          "x".repeat(26),
          "Al31VOORMRWx6emIpmL5qlE7zmz3um5ta8g2q/N7Hav7rZKyshu3WhLRdFndItPZEP7wtf508+stRU2ovKJ6PaKdpScxXmJ0ibNvdhe+xMnsT2UqX0Nj3up/fGLq78ow",
          "0c63280b2385af3007e74b3090e6072ab4771beb");

  private Vectors() {}

  static Stream<Vector> all() {
    return Stream.of(A, B, C, C_REPLY, D, D_REPLY, E, F);
  }

  /** Those that hold a message one can receive. */
  static Stream<Vector> messages() {
    return Stream.of(B, C, D, E);
  }
}
