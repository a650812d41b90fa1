package io.lingpai.wechat.signing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What may have been signed in place of a page's address: every mistake we know of, then every two
 * of them together, the likeliest first.
 */
final class UrlGuesses {

  /** The longest query whose every order is tried: 24 of them. */
  private static final int FEW = 4;

  /** Bounds the work for a hostile address. */
  private static final int MOST = 400;

  private static final Set<String> APPENDED_BY_WECHAT =
      Set.of(
          "from",
          "isappinstalled",
          "code",
          "state",
          "scene",
          "clicktime",
          "enterid",
          "nsukey",
          "wxwork_userid",
          "sessionid",
          "subscene",
          "ascene",
          "devicetype",
          "version",
          "nettype",
          "abtest_cookie",
          "lang",
          "exportkey",
          "pass_ticket",
          "wx_header");

  private UrlGuesses() {}

  /** The page itself comes first, then what was reported as signed. */
  static Set<String> of(SignatureClaim claim) {
    Set<String> guesses = new LinkedHashSet<>();
    guesses.add(claim.page());
    guesses.add(claim.url());
    guesses.add(UrlParts.withoutFragment(claim.url()));
    if (claim.pageUrl() != null) {
      guesses.add(claim.pageUrl());
    }
    Set<String> once = new LinkedHashSet<>();
    guesses.forEach(guess -> once.addAll(mistakes(guess)));
    guesses.addAll(once);
    for (String guess : once) {
      if (guesses.size() > MOST) {
        break;
      }
      guesses.addAll(mistakes(guess));
    }
    return guesses;
  }

  static boolean appendedByWechat(String parameter) {
    return APPENDED_BY_WECHAT.contains(parameter.split("=", 2)[0]);
  }

  private static List<String> mistakes(String url) {
    List<String> made = new ArrayList<>();
    made.add(Percent.decoded(url));
    made.add(Percent.decoded(url).replace('+', ' '));
    made.add(Percent.component(url));
    made.add(Percent.uri(url));
    made.add(Percent.asBrowsersShow(url));
    made.add(Percent.escapesInLowerCase(url));
    made.add(Percent.escapesInUpperCase(url));
    made.add(url.replace("&", "&amp;"));
    made.add(url.replace("&amp;", "&"));
    UrlParts.of(url).ifPresent(parts -> ofParts(parts).forEach(p -> made.add(p.toString())));
    return made;
  }

  private static List<UrlParts> ofParts(UrlParts url) {
    List<UrlParts> made = new ArrayList<>();
    made.add(url.withScheme(url.scheme().equalsIgnoreCase("https") ? "http" : "https"));
    made.add(url.withPort(""));
    made.add(url.withPort(url.scheme().equalsIgnoreCase("https") ? ":443" : ":80"));
    made.add(url.withPath(otherSlash(url.path())));
    made.add(url.withQuery(""));
    made.add(url.withPath("/").withQuery(""));
    made.add(url.withPath("").withQuery(""));
    made.add(url.withHost(url.host().toLowerCase(Locale.ROOT)));
    made.add(
        url.withHost(
            url.host().startsWith("www.") ? url.host().substring(4) : "www." + url.host()));
    made.add(without(url, UrlGuesses::appendedByWechat));
    orders(url.parameters()).forEach(order -> made.add(url.withParameters(order)));
    return made;
  }

  static String otherSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
  }

  private static UrlParts without(UrlParts url, Predicate<String> parameter) {
    return url.withParameters(url.parameters().stream().filter(parameter.negate()).toList());
  }

  private static List<List<String>> orders(List<String> parameters) {
    if (parameters.size() > FEW) {
      return List.of(parameters.stream().sorted().toList(), parameters.reversed());
    }
    List<List<String>> orders = List.of(List.of());
    for (String parameter : parameters) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> order : orders) {
        for (int at = 0; at <= order.size(); at++) {
          List<String> next = new ArrayList<>(order);
          next.add(at, parameter);
          longer.add(next);
        }
      }
      orders = longer;
    }
    return orders;
  }
}
