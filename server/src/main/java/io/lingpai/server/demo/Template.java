package io.lingpai.server.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.problem.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages: each a file of HTML with {@code {{names}}} in it, which are words of the reader's
 * language or what a visit brings along.
 */
final class Template {

  private static final String WORDS = "io.lingpai.server.demo.words";
  private static final Pattern NAME = Pattern.compile("\\{\\{([a-z0-9.-]+)}}");

  /** The one page that is no stage, on which something is done while its calls are shown. */
  static final String INDEX = "index";

  /** The words that begin so are handed to the page's script. */
  private static final String FOR_SCRIPTS = "js.";

  private Template() {}

  /**
   * A whole page.
   *
   * @param markup what stands for a name and is HTML already, such as a list
   */
  static String page(String name, Language language, Map<String, String> markup) {
    ResourceBundle words = words(language);
    Map<String, String> all = new HashMap<>(markup);
    all.put("lang", language.tag());
    all.put("name", name);
    all.put("title", word(words, name + ".title"));
    all.put("words", forScripts(words));
    all.put("body", filled(resource(name + ".html"), words, all));
    if (!name.equals(INDEX)) {
      all.put("intro", word(words, name + ".intro"));
      all.put("body", filled(resource("stage.html"), words, all));
    }
    return filled(resource("layout.html"), words, all);
  }

  static String resource(String name) {
    try (InputStream file = Template.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException("no file " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResourceBundle words(Language language) {
    return ResourceBundle.getBundle(
        WORDS,
        Locale.forLanguageTag(language.tag()),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Safe in text and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String filled(String file, ResourceBundle words, Map<String, String> markup) {
    return NAME.matcher(file)
        .replaceAll(
            found -> {
              String name = found.group(1);
              String given = markup.get(name);
              return Matcher.quoteReplacement(given != null ? given : word(words, name));
            });
  }

  private static String word(ResourceBundle words, String name) {
    try {
      return escape(words.getString(name));
    } catch (MissingResourceException e) {
      throw new IllegalStateException("no word for " + name, e);
    }
  }

  // As JSON within HTML: what could end the element that holds it is spelled otherwise.
  private static String forScripts(ResourceBundle words) {
    ObjectNode chosen = Json.object();
    words.keySet().stream()
        .filter(name -> name.startsWith(FOR_SCRIPTS))
        .sorted()
        .forEach(name -> chosen.put(name.substring(FOR_SCRIPTS.length()), words.getString(name)));
    return chosen.toString().replace("<", "\\u003c");
  }
}
