package io.lingpai.wechat.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.callback.Correspondence;
import io.lingpai.callback.MessageCipher;
import io.lingpai.callback.MessageSignature;
import io.lingpai.callback.Opening;
import io.lingpai.wechat.callback.Vectors.Vector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that were tampered with, by the hundred thousand: none is taken for anything but what
 * the vendor sent, and none does harm.
 */
class HostileBodiesTest {

  private static final int MUTANTS = 120_000;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** Every change of one bit, and many of more: bodies, signatures, times and nonces. */
  @ParameterizedTest
  @MethodSource("io.lingpai.wechat.callback.Vectors#messages")
  void no_mutant_is_accepted_and_none_crashes(Vector vector) {
    Correspondence ours = new WechatCallbacks().of(vector.app());
    Random random = new Random(20261121);
    int accepted = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Map<String, String> query = new HashMap<>(vector.query());
      byte[] body = vector.body();
      if (random.nextInt(4) == 0) {
        String[] names = {"timestamp", "nonce", "msg_signature"};
        String name = names[random.nextInt(names.length)];
        query.put(name, mutated(query.get(name), random));
      } else {
        body = mutated(body, random);
      }
      Opening opening = ours.open(query, body, vector.sentAt());
      if (opening instanceof Opening.Opened opened) {
        // A change outside of what is sealed changes nothing: the vendor's message comes out.
        assertThat(opened.letter().text()).isEqualTo(vector.clear());
        accepted++;
      }
    }
    System.out.println(
        vector + ": of " + MUTANTS + " mutants " + accepted + " still held the vendor's message");
  }

  /** Sealed and signed with the right keys, but not as the vendor would. */
  @Test
  void what_is_signed_but_wrongly_sealed_is_refused_like_all_else() {
    Vector vector = Vectors.E;
    Correspondence ours = new WechatCallbacks().of(vector.app());
    MessageCipher otherApp = new MessageCipher(vector.key(), "wx1234567890abcdee");
    MessageCipher otherKey = new MessageCipher("B".repeat(43), vector.appId());
    byte[] clear = vector.clear().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(1);
    byte[] noise = new byte[320];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(noise);
      byte[] some = Arrays.copyOf(noise, 16 * random.nextInt(1, 20));
      assertRefused(ours, vector, java.util.Base64.getEncoder().encodeToString(some));
    }
    assertRefused(ours, vector, otherApp.seal(vector.salt(), clear));
    assertRefused(ours, vector, otherKey.seal(vector.salt(), clear));
    for (String odd :
        List.of("", "=", "A", "AAAA", "%%%%", "A".repeat(63), vector.encrypted() + "=")) {
      assertRefused(ours, vector, odd);
    }
  }

  private static void assertRefused(Correspondence ours, Vector vector, String encrypted) {
    Map<String, String> query = new HashMap<>(vector.query());
    query.put(
        "msg_signature",
        MessageSignature.of(vector.token(), vector.timestamp(), vector.nonce(), encrypted));
    byte[] body =
        ("<xml><Encrypt>" + encrypted + "</Encrypt></xml>").getBytes(StandardCharsets.UTF_8);

    assertThat(ours.open(query, body, vector.sentAt()))
        .as(encrypted)
        .isInstanceOf(Opening.NotAuthentic.class);
  }

  @Test
  void bombs_of_every_kind_cost_little() {
    Correspondence ours = new WechatCallbacks().nobody();
    int size = 250_000;
    List<String> bombs =
        List.of(
            "<a>".repeat(size / 3),
            "<a ".concat("b='c' ".repeat(size / 6)) + "/>",
            "<xml>" + "<a/>".repeat(size / 4) + "</xml>",
            "<xml>" + "&#65;".repeat(size / 5) + "</xml>",
            "<xml>" + "&amp;".repeat(size / 5) + "</xml>",
            "<xml><![CDATA[" + "]]".repeat(size / 2),
            "<!--" + "-".repeat(size),
            "<?" + "x".repeat(size),
            "<!DOCTYPE x [" + "<!ENTITY a 'b'>".repeat(size / 15) + "]><x/>",
            "{\"a\":".repeat(size / 5),
            "{\"a\":\"" + "\\u0041".repeat(size / 6) + "\"}",
            "{\"a\":" + "9".repeat(size) + "}",
            "{\"a\":1e" + "9".repeat(9) + "}",
            "{" + "\"a\":1,".repeat(size / 6),
            " ".repeat(size));
    for (String bomb : bombs) {
      long began = processorTime();
      Opening opening =
          ours.open(Map.of(), bomb.getBytes(StandardCharsets.UTF_8), java.time.Instant.EPOCH);
      assertThat(processorTime() - began)
          .as(bomb.substring(0, Math.min(20, bomb.length())))
          .isLessThan(LONGEST.toNanos());
      assertThat(opening).isNotInstanceOf(Opening.Opened.class);
    }
  }

  /** Of this thread, in nanoseconds: what others keep a machine busy with is not counted. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] mutated(byte[] body, Random random) {
    byte[] mutant = body.clone();
    switch (random.nextInt(6)) {
      case 0 -> mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        return Arrays.copyOf(mutant, random.nextInt(mutant.length));
      }
      case 3 -> {
        int from = random.nextInt(mutant.length);
        int to = random.nextInt(mutant.length);
        byte kept = mutant[from];
        mutant[from] = mutant[to];
        mutant[to] = kept;
      }
      case 4 -> {
        byte[] longer = new byte[mutant.length + 1 + random.nextInt(8)];
        int at = random.nextInt(mutant.length);
        System.arraycopy(mutant, 0, longer, 0, at);
        for (int i = at; i < at + longer.length - mutant.length; i++) {
          longer[i] = (byte) random.nextInt();
        }
        System.arraycopy(
            mutant, at, longer, at + longer.length - mutant.length, mutant.length - at);
        return longer;
      }
      default -> {
        int at = random.nextInt(mutant.length);
        byte[] shorter = new byte[mutant.length - 1];
        System.arraycopy(mutant, 0, shorter, 0, at);
        System.arraycopy(mutant, at + 1, shorter, at, shorter.length - at);
        return shorter;
      }
    }
    return mutant;
  }

  private static String mutated(String text, Random random) {
    return new String(
        mutated(text.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.ISO_8859_1);
  }
}
