package io.lingpai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.spring.LingpaiProperties.Platform;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** What the pages of the jars tell people to write compiles, for the Java it is promised for. */
class PagesTest {

  private static final Path DOCS = Path.of("../../docs");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  /** Statements, each block of them on its own, with what the text around takes for granted. */
  private static final String STATEMENTS =
      """
      import cn.binarywang.wx.miniapp.api.WxMaService;
      import io.lingpai.client.*;
      import io.lingpai.wxjava.*;
      import java.util.*;
      import me.chanjar.weixin.mp.api.WxMpService;
      import me.chanjar.weixin.open.api.WxOpenService;
      abstract class Page {
        static final Set<Integer> DEAD = new HashSet<>(Arrays.asList(40001, 40014, 42001));
        LingpaiClient lingpai;
        String pageUrl, code, authCode, rawData, signature, session;
        interface JsonNode { JsonNode path(String name); int asInt(); }
        abstract JsonNode callTheVendor(String token) throws java.io.IOException;
        void page() throws Exception { %s }
      }
      """;

  private static final String MEMBERS =
      """
      import me.chanjar.weixin.open.api.*;
      import me.chanjar.weixin.open.api.impl.WxOpenServiceImpl;
      import org.springframework.context.annotation.Bean;
      class Page {
        static class Here extends WxOpenServiceImpl {}
        %s
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"java-client.md, 3", "wxjava.md, 3"})
  void a_program_in_java_8_can_be_written_like_this(String page, int blocks) throws IOException {
    List<String> found = blocks(page);

    assertThat(found).hasSize(blocks);
    assertThat(
            complaints(
                "8",
                STATEMENTS,
                found.stream().map(block -> "{" + block + "}").collect(Collectors.joining())))
        .isEmpty();
  }

  @Test
  void a_bean_can_be_written_like_this() throws IOException {
    List<String> found = blocks("spring.md");

    assertThat(found).hasSize(1);
    assertThat(complaints("17", MEMBERS, found.getFirst())).isEmpty();
  }

  @Test
  void an_application_can_be_configured_like_this() throws IOException {
    String yaml = found("yaml", "spring.md").getFirst();
    List<PropertySource<?>> said =
        new YamlPropertySourceLoader()
            .load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(said.getFirst());
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("own", Map.of("LINGPAI_KEY", "lpk_a_b")));

    LingpaiProperties properties =
        Binder.get(environment).bind("lingpai", LingpaiProperties.class).get();

    assertThat(properties.urls()).containsExactly("http://lingpai-1:8800", "http://lingpai-2:8800");
    assertThat(properties.key()).isEqualTo("lpk_a_b");
    assertThat(properties.apps().get("shop").platform()).isEqualTo(Platform.WECHAT_OFFICIAL);
    assertThat(properties.apps().get("shop").appid()).isEqualTo("wx0000000000000001");
  }

  @Test
  void every_property_is_in_the_table_of_the_page() throws IOException {
    for (String page : List.of("spring.md", "spring.zh-CN.md")) {
      String text = Files.readString(DOCS.resolve(page));
      for (RecordComponent property : LingpaiProperties.class.getRecordComponents()) {
        assertThat(text).contains("`lingpai." + dashed(property));
      }
      for (RecordComponent property : LingpaiProperties.App.class.getRecordComponents()) {
        assertThat(text).containsPattern("`(lingpai\\.apps\\.NAME\\.)?" + dashed(property) + "`");
      }
    }
  }

  private static String dashed(RecordComponent property) {
    return DataObjectPropertyName.toDashedForm(property.getName());
  }

  @Test
  void what_does_not_compile_is_found() throws IOException {
    assertThat(complaints("8", STATEMENTS, "lingpai.noSuchCall();")).contains("noSuchCall");
    assertThat(complaints("8", STATEMENTS, "var token = List.of();")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java-client", "wxjava", "spring"})
  void both_languages_say_the_same_code(String page) throws IOException {
    assertThat(blocks(page + ".zh-CN.md")).isEqualTo(blocks(page + ".md"));
  }

  private static List<String> blocks(String page) throws IOException {
    return found("java", page);
  }

  private static List<String> found(String language, String page) throws IOException {
    return BLOCK
        .matcher(Files.readString(DOCS.resolve(page)))
        .results()
        .filter(found -> found.group(1).equals(language))
        .map(found -> found.group(2))
        .toList();
  }

  private String complaints(String release, String around, String code) throws IOException {
    Path source = Files.writeString(folder.resolve("Page.java"), around.formatted(code));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    compiler
        .getTask(
            complaints,
            null,
            null,
            List.of("-proc:none", "--release", release, "-Xlint:-options", "-d", folder.toString()),
            null,
            compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
        .call();
    return complaints.toString();
  }
}
