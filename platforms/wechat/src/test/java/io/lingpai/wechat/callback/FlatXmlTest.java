package io.lingpai.wechat.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.wechat.callback.MessageReader.Unreadable;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read without the parser, the parser would read alike. */
class FlatXmlTest {

  private static final int MUTANTS = 100_000;
  private static final String[] PIECES = {
    "<",
    ">",
    "/",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&",
    "<!--x-->",
    "<?x?>",
    "<a>",
    "</a>",
    "<a/>",
    "xml",
    "</xml>",
    "<xml>",
    "\r\n",
    "\t",
    "\u0000",
    "\uD83D",
    "\uFFFE",
    "令",
    "\"",
    "a='b'",
    " ",
    "]"
  };

  @ParameterizedTest
  @MethodSource("messages")
  void the_vendors_own_messages_need_no_parser(String message) throws Unreadable {
    assertThat(FlatXml.read(message)).isEqualTo(MessageReader.parsed(message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void there_is_no_mutant_that_the_parser_would_refuse_or_read_differently(String message)
      throws Unreadable {
    Random random = new Random(message.length());
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = mutated(message, random);
      ObjectNode flat = FlatXml.read(mutant);
      if (flat != null) {
        assertThat(flat).as(mutant).isEqualTo(MessageReader.parsed(mutant));
        read++;
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void what_is_unusual_is_left_to_the_parser() {
    for (String unusual :
        List.of(
            "<xml a='b'></xml>",
            "<xml><a>&lt;</a></xml>",
            "<xml><a><b/></a></xml>",
            "<xml><!-- --></xml>",
            "<xml><a>x\r\ny</a></xml>",
            "<xml>words</xml>",
            "<xml><a>]]></a></xml>",
            "<xml/>",
            "<?xml version='1.0'?><xml></xml>",
            "<!DOCTYPE xml><xml></xml>")) {
      assertThat(FlatXml.read(unusual)).as(unusual).isNull();
    }
  }

  static Stream<String> messages() {
    return Stream.of(Vectors.B.clear(), Vectors.D.clear(), Vectors.E.clear());
  }

  private static String mutated(String message, Random random) {
    StringBuilder mutant = new StringBuilder(message);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mutant.length());
      switch (random.nextInt(4)) {
        case 0 -> mutant.deleteCharAt(at);
        case 1 -> mutant.setCharAt(at, (char) random.nextInt(128));
        case 2 -> mutant.insert(at, PIECES[random.nextInt(PIECES.length)]);
        default -> {
          int from = random.nextInt(mutant.length());
          int to = Math.min(mutant.length(), from + random.nextInt(40));
          mutant.insert(at, mutant.substring(from, to));
        }
      }
    }
    return mutant.toString();
  }
}
