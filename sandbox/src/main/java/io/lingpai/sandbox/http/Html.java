package io.lingpai.sandbox.http;

/** Pages without a template engine: there are few, and the sandbox brings no libraries along. */
public final class Html {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
      th{font-weight:600;color:#555}td.wide{overflow-wrap:anywhere}code{font:13px ui-monospace,monospace}
      form{display:inline}button{font:inherit;padding:.2rem .7rem;border:1px solid #07984a;background:#07c160;color:#fff;border-radius:4px;cursor:pointer}
      button.quiet{background:#fff;color:#333;border-color:#bbb}button.harm{background:#fff;color:#b3261e;border-color:#b3261e}
      input,select{font:inherit;padding:.15rem .3rem}.dead{color:#999}.bad{color:#b3261e}
      @media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}th{color:#aaa}th,td{border-color:#444}
      button.quiet,button.harm{background:#2a2a2a}button.quiet{color:#ddd}button.harm{color:#f2b8b5}}
      """;

  private Html() {}

  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A whole page; {@code body} is HTML already. */
  public static String page(String language, String title, String body) {
    return "<!doctype html><html lang='"
        + escape(language)
        + "'><head><meta charset=utf-8><meta name=viewport content='width=device-width'><title>"
        + escape(title)
        + "</title><style>"
        + STYLE
        + "</style></head><body>"
        + body
        + "</body></html>";
  }
}
