package io.lingpai.wechat.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.login.OpenData;
import io.lingpai.login.OpenData.Fault;
import io.lingpai.member.Profile;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The vendor's own examples, and each way data can be wrong. */
class ClientDataTest {

  private static final Secret KEY = Secret.of("tiihtNczf5v6AKRyjwEUhQ==");
  private static final String IV = "r7BXXKkLb8qrSNn05n0qiA==";
  private static final String APP = "wx4f4bc4dec97d474b";
  private static final String OPENID = "oGZUI0egBJY1zhBYw2KhdUfwVJJE";
  private static final Instant MADE = Instant.ofEpochSecond(1477314187);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String DATA =
      "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC"
          + "+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue"
          + "1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn"
          + "/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorG"
          + "j5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNH"
          + "R1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5"
          + "hzuyDb/XcxxmK01EpqOyuxINew==";

  @Test
  void the_official_example_opens() {
    OpenData.Opened opened = (OpenData.Opened) ClientData.open(KEY, DATA, IV);

    assertThat(opened.json()).startsWith("{\"openId\":\"").hasSize(393);
    assertThat(opened.openid()).isEqualTo(OPENID);
    assertThat(opened.unionid()).isEqualTo("ocMvos6NjeKLIBqg5Mr9QjxrP1FA");
    assertThat(opened.appid()).isEqualTo(APP);
    assertThat(opened.at()).isEqualTo(MADE);
    assertThat(opened.profile())
        .isEqualTo(
            new Profile(
                "Band",
                "http://wx.qlogo.cn/mmopen/vi_32/aSKcBBPpibyKNicHNTMM0qJVh8Kjgiak2AHWr8MHM4WgMEm7GF"
                    + "hsf8OYrySdbvAMvTsw3mo8ibKicsnfN5pRjl1p8HQ/0",
                1,
                "Guangdong",
                "Guangzhou",
                "CN"));
  }

  @Test
  void the_official_signature_fits_and_no_other() {
    Secret key = Secret.of("HyVFkGl5F5OQWJZZaNzBBg==");
    String raw =
        "{\"nickName\":\"Band\",\"gender\":1,\"language\":\"zh_CN\",\"city\":\"Guangzhou\","
            + "\"province\":\"Guangdong\",\"country\":\"CN\",\"avatarUrl\":\"http://wx.qlogo.cn/mmopen/"
            + "vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuIC"
            + "qIM5ibXQ/0\"}";
    String signature = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";

    assertThat(ClientData.signed(key, raw, signature)).isTrue();
    assertThat(ClientData.signed(key, raw + " ", signature)).isFalse();
    assertThat(ClientData.signed(KEY, raw, signature)).isFalse();
    assertThat(ClientData.signed(key, raw, "")).isFalse();
  }

  @Test
  void the_proof_of_a_key_is_the_one_of_the_official_example() {
    assertThat(ClientData.proof(Secret.of("o0q0otL8aEzpcZL/FT9WsQ==")))
        .isEqualTo("46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128");
  }

  @Test
  void each_failure_has_its_number() {
    byte[] key = new byte[16];
    byte[] iv = new byte[16];
    Secret own = Secret.of(Client.base64(key));
    String vector = Client.base64(iv);

    assertThat(code(Secret.of("short=="), DATA, IV)).isEqualTo(-41001);
    assertThat(code(Secret.of("************************"), DATA, IV)).isEqualTo(-41001);
    assertThat(code(KEY, DATA, "r7BX")).isEqualTo(-41002);
    assertThat(code(KEY, DATA, "?7BXXKkLb8qrSNn05n0qiA==")).isEqualTo(-41002);
    assertThat(code(KEY, "no base64!", IV)).isEqualTo(-41003);
    assertThat(code(KEY, "", IV)).isEqualTo(-41003);
    assertThat(code(KEY, DATA.substring(4), IV)).isEqualTo(-41003);
    assertThat(code(own, DATA, vector)).isEqualTo(-41003);
    assertThat(code(own, Client.encrypted(key, iv, "no JSON"), vector)).isEqualTo(-41004);
    assertThat(code(own, Client.encrypted(key, iv, "[]"), vector)).isEqualTo(-41004);
    assertThat(code(own, Client.encrypted(key, iv, "{\"watermark\":{}}"), vector))
        .isEqualTo(-41004);
    assertThat(code(own, Client.encrypted(key, iv, new byte[] {'"', -1, '"'}), vector))
        .isEqualTo(-41004);
  }

  @Test
  void data_is_judged_by_person_then_app_then_age() {
    Instant late = MADE.plusSeconds(3600);
    assertThat(judge(OPENID, APP, MADE.plusSeconds(60))).isNull();
    assertThat(judge("oOther", "wxother", late)).isEqualTo(Fault.OTHER_PERSON);
    assertThat(judge(OPENID, "wxother", late)).isEqualTo(Fault.OTHER_APP);
    assertThat(judge(OPENID, APP, late)).isEqualTo(Fault.TOO_OLD);
    assertThat(judge(OPENID, APP, MADE.plusSeconds(61))).isEqualTo(Fault.TOO_OLD);
    assertThat(judge(OPENID, APP, MADE.minusSeconds(61))).isEqualTo(Fault.TOO_OLD);
  }

  @Test
  void data_that_names_nobody_is_somebodys_only_where_that_is_allowed() {
    OpenData.Opened phone = new OpenData.Opened("{}", null, null, APP, MADE, Profile.NOTHING);
    assertThat(OpenData.judge(phone, OPENID, true, APP, MADE, MINUTE))
        .isEqualTo(Fault.OTHER_PERSON);
    assertThat(OpenData.judge(phone, OPENID, false, APP, MADE, MINUTE)).isNull();
  }

  private static Fault judge(String openid, String appid, Instant now) {
    OpenData.Opened opened = (OpenData.Opened) ClientData.open(KEY, DATA, IV);
    return OpenData.judge(opened, openid, true, appid, now, MINUTE);
  }

  private static int code(Secret key, String data, String iv) {
    return ((OpenData.Closed) ClientData.open(key, data, iv)).code();
  }
}
