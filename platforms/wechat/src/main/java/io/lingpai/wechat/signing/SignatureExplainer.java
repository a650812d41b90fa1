package io.lingpai.wechat.signing;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.signing.Explanation.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out why WeChat refuses a page's signature.
 *
 * <ol>
 *   <li>If the signature is what WeChat computes for the page, it is right.
 *   <li>Otherwise it is made again with every mistake we know: other tickets, other addresses,
 *       another case, milliseconds. The combination with the fewest mistakes that gives the very
 *       same signature is proof.
 *   <li>Where none does, what looks wrong is said, and what remains.
 * </ol>
 */
public final class SignatureExplainer {

  private static final Pattern MILLIS = Pattern.compile("[0-9]{13}");
  private static final Pattern SHAPE = Pattern.compile("(?i)[0-9a-f]{40}");

  private final SignatureClaim claim;
  private final List<KnownTicket> tickets;
  private final List<String> signDomains;
  private final String page;

  private SignatureExplainer(
      SignatureClaim claim, List<KnownTicket> tickets, List<String> signDomains) {
    this.claim = claim;
    this.tickets = tickets;
    this.signDomains = signDomains;
    this.page = claim.page();
  }

  /**
   * @param tickets what may have been signed with; without the current ticket nothing is called
   *     right
   * @param signDomains where pages may be; empty for anywhere
   */
  public static Explanation explain(
      SignatureClaim claim, List<KnownTicket> tickets, List<String> signDomains) {
    return new SignatureExplainer(claim, tickets, signDomains).explain();
  }

  private Explanation explain() {
    List<Finding> findings = new ArrayList<>();
    boolean right = isRight();
    if (right) {
      findings.add(new Finding(Cause.RIGHT, true, null));
      addUnlikelyAddress(findings);
    } else {
      findings.addAll(proof().orElseGet(this::suspicions));
    }
    addDomain(findings);
    return new Explanation(right, findings);
  }

  private boolean isRight() {
    return !MILLIS.matcher(claim.timestamp().strip()).matches()
        && tickets.stream()
            .filter(ticket -> ticket.origin() == KnownTicket.Origin.CURRENT)
            .map(ticket -> digest(ticket.value()))
            .anyMatch(claim.signature()::equals);
  }

  private String digest(Secret ticket) {
    return JsSignature.digest(ticket, claim.nonceStr(), claim.timestamp(), page);
  }

  /** What may have been signed in one place of the string, and what is wrong with it. */
  private record Guess(String value, List<Finding> mistakes) {

    static Guess right(String value) {
      return new Guess(value, List.of());
    }

    static Guess wrong(String value, Cause cause, String correction) {
      return new Guess(value, List.of(new Finding(cause, true, correction)));
    }
  }

  /** A guess for every place. */
  private record Attempt(KnownTicket ticket, Guess timestamp, Guess nonce, String url) {}

  /** A signature, and what is wrong about the way it is put together. */
  private record Made(Attempt from, String signature, List<Finding> mistakes) {}

  /** The findings of the attempt that gives this signature with the fewest mistakes. */
  private Optional<List<Finding>> proof() {
    String sought = claim.signature().strip().toLowerCase(Locale.ROOT);
    return attempts()
        .flatMap(SignatureExplainer::signatures)
        .filter(made -> made.signature().equals(sought))
        .map(this::findings)
        .min(Comparator.comparingInt(List::size));
  }

  private Stream<Attempt> attempts() {
    Set<String> urls = UrlGuesses.of(claim);
    List<Guess> timestamps = timestamps();
    List<Guess> nonces = nonces();
    return tickets.stream()
        .flatMap(
            ticket ->
                timestamps.stream()
                    .flatMap(
                        timestamp ->
                            nonces.stream()
                                .flatMap(
                                    nonce ->
                                        urls.stream()
                                            .map(
                                                url ->
                                                    new Attempt(ticket, timestamp, nonce, url)))));
  }

  private List<Finding> findings(Made made) {
    Attempt from = made.from();
    return Stream.of(
            wrongUrl(from.url()),
            wrongTicket(from.ticket().origin()),
            from.timestamp().mistakes(),
            from.nonce().mistakes(),
            made.mistakes(),
            wrongCase(made.signature()))
        .flatMap(List::stream)
        .toList();
  }

  private List<Finding> wrongUrl(String url) {
    return UrlDifferences.between(url, page).stream()
        .map(cause -> new Finding(cause, true, page))
        .toList();
  }

  private List<Guess> timestamps() {
    String given = claim.timestamp();
    String clean = given.strip();
    if (MILLIS.matcher(clean).matches()) {
      String seconds = clean.substring(0, 10);
      return List.of(
          Guess.wrong(seconds, Cause.TIMESTAMP_MILLIS, seconds),
          Guess.wrong(clean, Cause.TIMESTAMP_MILLIS, seconds));
    }
    Guess asGiven =
        clean.equals(given)
            ? Guess.right(given)
            : Guess.wrong(clean, Cause.TIMESTAMP_OR_NONCE, clean);
    return List.of(asGiven, Guess.wrong(clean + "000", Cause.TIMESTAMP_MILLIS, clean));
  }

  private List<Guess> nonces() {
    String given = claim.nonceStr();
    List<Guess> guesses = new ArrayList<>();
    guesses.add(Guess.right(given));
    Stream.of(given.strip(), given.toLowerCase(Locale.ROOT), given.toUpperCase(Locale.ROOT))
        .distinct()
        .filter(other -> !other.equals(given))
        .forEach(other -> guesses.add(Guess.wrong(other, Cause.NONCE_CASE, other)));
    return guesses;
  }

  /** The signature as it should be made and, where all else is as given, as it should not. */
  private static Stream<Made> signatures(Attempt from) {
    Secret ticket = from.ticket().value();
    String nonce = from.nonce().value();
    String timestamp = from.timestamp().value();
    String url = from.url();
    Made asItShould = new Made(from, JsSignature.digest(ticket, nonce, timestamp, url), List.of());
    if (!from.timestamp().mistakes().isEmpty() || !from.nonce().mistakes().isEmpty()) {
      return Stream.of(asItShould);
    }
    String start = "jsapi_ticket=" + ticket.reveal();
    String end = "&url=" + url;
    List<Finding> names = List.of(new Finding(Cause.FIELD_NAMES, true, null));
    List<Finding> cards = List.of(new Finding(Cause.CARD_STYLE, true, null));
    String values =
        Stream.of(ticket.reveal(), nonce, timestamp, url).sorted().collect(Collectors.joining());
    return Stream.of(
        asItShould,
        made(from, start + "&nonceStr=" + nonce + "&timestamp=" + timestamp + end, names),
        made(from, start + "&noncestr=" + nonce + "&timeStamp=" + timestamp + end, names),
        made(from, start + "&nonceStr=" + nonce + "&timeStamp=" + timestamp + end, names),
        made(from, values, cards));
  }

  private static Made made(Attempt from, String joined, List<Finding> mistakes) {
    return new Made(from, Sha1.of(joined), mistakes);
  }

  private static List<Finding> wrongTicket(KnownTicket.Origin origin) {
    return switch (origin) {
      case CURRENT -> List.of();
      case PREVIOUS -> List.of(new Finding(Cause.OLDER_TICKET, true, null));
      case CARD -> List.of(new Finding(Cause.CARD_TICKET, true, null));
      case ACCESS_TOKEN -> List.of(new Finding(Cause.TOKEN_AS_TICKET, true, null));
    };
  }

  private List<Finding> wrongCase(String lowerCase) {
    return claim.signature().equals(lowerCase)
        ? List.of()
        : List.of(new Finding(Cause.SIGNATURE_CASE, true, lowerCase));
  }

  /** Nothing gives this signature: what looks wrong, and what remains. */
  private List<Finding> suspicions() {
    List<Finding> findings = new ArrayList<>();
    if (!SHAPE.matcher(claim.signature().strip()).matches()) {
      findings.add(new Finding(Cause.SIGNATURE_SHAPE, false, null));
    }
    if (MILLIS.matcher(claim.timestamp().strip()).matches()) {
      findings.add(
          new Finding(Cause.TIMESTAMP_MILLIS, false, claim.timestamp().strip().substring(0, 10)));
    }
    UrlDifferences.between(UrlParts.withoutFragment(claim.url()), page)
        .forEach(cause -> findings.add(new Finding(cause, false, page)));
    findings.add(new Finding(Cause.ANOTHER_TICKET, false, null));
    findings.add(new Finding(Cause.TIMESTAMP_OR_NONCE, false, null));
    return findings;
  }

  /** Browsers give out addresses encoded, so one that is not was hardly read from there. */
  private void addUnlikelyAddress(List<Finding> findings) {
    String shown = Percent.asBrowsersShow(page);
    if (!shown.equals(page)) {
      findings.add(new Finding(Cause.DECODED, false, shown));
    }
  }

  private void addDomain(List<Finding> findings) {
    Optional<UrlParts> parts = UrlParts.of(page);
    if (parts.isEmpty()) {
      return;
    }
    if (!signDomains.isEmpty() && !onSignDomains()) {
      findings.add(new Finding(Cause.DOMAIN, true, String.join(", ", signDomains)));
    }
    if (!Set.of("", ":", ":80", ":443").contains(parts.get().port())) {
      findings.add(new Finding(Cause.UNUSUAL_PORT, false, null));
    }
  }

  private boolean onSignDomains() {
    try {
      return PageUrl.of(page).isOn(signDomains);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
