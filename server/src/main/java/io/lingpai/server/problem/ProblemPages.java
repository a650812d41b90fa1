package io.lingpai.server.problem;

/** Writes the pages that explain each sort of problem. */
public final class ProblemPages {

  private ProblemPages() {}

  /** The page of one sort, as HTML. */
  public static String html(Sort sort, Language language) {
    Sort.Words words = sort.words(language);
    boolean chinese = language == Language.CHINESE;
    return """
        <!doctype html>
        <html lang="%s">
        <head><meta charset="utf-8"><title>%s · Lingpai</title>
        <style>body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}\
        code{background:#eee;padding:.1em .3em}</style></head>
        <body>
        <h1>%s</h1>
        <p><code>%s</code> · HTTP %d</p>
        <h2>%s</h2>
        <p>%s</p>
        <h2>%s</h2>
        <p>%s</p>
        </body>
        </html>
        """
        .formatted(
            language.tag(),
            sort.slug(),
            marked(words.title()),
            sort.slug(),
            sort.status(),
            chinese ? "含义" : "What it means",
            marked(words.meaning()),
            chinese ? "怎么办" : "What to do",
            marked(words.remedy()));
  }

  /** The list of all sorts, as HTML. */
  public static String index(Language language) {
    StringBuilder rows = new StringBuilder();
    for (Sort sort : Sort.values()) {
      rows.append(
          "<tr><td><a href=\"/problems/%1$s\"><code>%1$s</code></a></td><td>%2$d</td><td>%3$s</td></tr>\n"
              .formatted(sort.slug(), sort.status(), marked(sort.words(language).title())));
    }
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8"><title>Lingpai</title></head>
        <body><table>
        %s</table></body></html>
        """
        .formatted(language.tag(), rows);
  }

  /** {@code docs/problems.md}, whole. */
  public static String markdown(Language language) {
    boolean chinese = language == Language.CHINESE;
    StringBuilder page =
        new StringBuilder(
            chinese
                ? "# 问题\n\n错误以 `application/problem+json`（RFC 9457）返回；`type` 是本服务器上的路径，解释该问题。\n"
                : "# Problems\n\nErrors are `application/problem+json` (RFC 9457); `type` is a path on"
                    + " this very server that explains the problem.\n");
    for (Sort sort : Sort.values()) {
      Sort.Words words = sort.words(language);
      page.append("\n## `").append(sort.slug()).append("` · ").append(sort.status()).append("\n\n");
      page.append("**").append(words.title()).append(chinese ? "。** " : ".** ");
      page.append(words.meaning()).append("\n\n").append(words.remedy()).append('\n');
    }
    return page.toString();
  }

  // The texts are ours, so nothing needs escaping but what they themselves use.
  private static String marked(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("`([^`]*)`", "<code>$1</code>");
  }
}
