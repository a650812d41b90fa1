package io.lingpai.benchmarks.callbacks;

import io.lingpai.app.App;
import io.lingpai.callback.Correspondence;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.callback.WechatCallbacks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.util.crypto.WxMpCryptUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the body as it arrives to the clear text, verified: ours, and WxJava as its users write it
 * ({@code new WxMpCryptUtil(config)} for each message) and as they might (one for all). Ours reads
 * what is inside as well, which WxJava's figures do not contain. Medians are compared: a
 * busy machine moves them least.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class Opening {

  private static final String TOKEN = "tokenOfTheShop";
  private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
  private static final String APP_ID = "wx0000000000000001";
  private static final String TIME = "1767225600";
  private static final String NONCE = "1320562132";
  private static final Instant NOW = Instant.ofEpochSecond(1767225600L);

  private final WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
  private final WxMpCryptUtil reused;
  private final Correspondence ours;
  private final byte[] body;
  private final String signature;
  private final Map<String, String> query;

  public Opening() {
    config.setAppId(APP_ID);
    config.setToken(TOKEN);
    config.setAesKey(KEY);
    reused = new WxMpCryptUtil(config);
    String clear =
        "<xml><ToUserName><![CDATA[gh_123456789abc]]></ToUserName>"
            + "<FromUserName><![CDATA[oABCD1234567890abcdefghijklm]]></FromUserName>"
            + "<CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            + "<Content><![CDATA["
            + "请问这件商品什么时候能发货？".repeat(8)
            + "]]></Content><MsgId>1234567890123456</MsgId></xml>";
    String encrypted = reused.encrypt("0123456789abcdef", clear);
    signature = SHA1.gen(TOKEN, TIME, NONCE, encrypted);
    body =
        ("<xml><ToUserName><![CDATA[gh_123456789abc]]></ToUserName><Encrypt><![CDATA["
                + encrypted
                + "]]></Encrypt></xml>")
            .getBytes(StandardCharsets.UTF_8);
    query = Map.of("timestamp", TIME, "nonce", NONCE, "msg_signature", signature);
    ours =
        new WechatCallbacks()
            .of(
                App.of("shop", "wechat-official", APP_ID, Secret.of("unused"))
                    .withSecrets(
                        Map.of("callback.token", Secret.of(TOKEN), "callback.aes_key", Secret.of(KEY))));
    if (!(ours.open(query, body, NOW) instanceof io.lingpai.callback.Opening.Opened opened)
        || !opened.letter().text().equals(clear)
        || !wxJavaReused().equals(clear)) {
      throw new IllegalStateException("the two do not agree");
    }
  }

  @Benchmark
  public Object lingpai() {
    return ours.open(query, body, NOW);
  }

  @Benchmark
  public String wxJavaNew() {
    return new WxMpCryptUtil(config)
        .decryptXml(signature, TIME, NONCE, new String(body, StandardCharsets.UTF_8));
  }

  @Benchmark
  public String wxJavaReused() {
    return reused.decryptXml(signature, TIME, NONCE, new String(body, StandardCharsets.UTF_8));
  }
}
