package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * One path of the API: how it is called, with what, how often, and what answers.
 *
 * @param sets of permissions, one of which a platform needs to call it on behalf of an account;
 *     empty: none in particular
 */
record Route(
    String path,
    Verb verb,
    Access access,
    Quota.Limits limits,
    Set<Integer> sets,
    Handler handler) {
  enum Verb {
    GET,
    POST
  }

  enum Access {
    /** An app's access token in the query, its own or a platform's on its behalf. */
    TOKEN,
    /** A platform's own token. */
    COMPONENT,
    /** Either of these. */
    ANY_TOKEN,
    /** Whatever the handler asks for itself: an app's secret, a user's token. */
    OWN
  }

  interface Handler {
    ObjectNode answer(Call call);
  }

  static Route get(String path, Handler handler) {
    return new Route(path, Verb.GET, Access.TOKEN, new Quota.Limits(0, 0), Set.of(), handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(path, Verb.POST, Access.TOKEN, new Quota.Limits(0, 0), Set.of(), handler);
  }

  Route withoutToken() {
    return calledWith(Access.OWN);
  }

  Route forComponents() {
    return calledWith(Access.COMPONENT);
  }

  Route forAnybody() {
    return calledWith(Access.ANY_TOKEN);
  }

  private Route calledWith(Access other) {
    return new Route(path, verb, other, limits, sets, handler);
  }

  Route needing(Integer... oneOf) {
    return new Route(path, verb, access, limits, Set.of(oneOf), handler);
  }

  Route daily(int calls) {
    Quota.Limits more = new Quota.Limits(calls, limits.perMinute());
    return new Route(path, verb, access, more, sets, handler);
  }

  Route perMinute(int calls) {
    Quota.Limits more = new Quota.Limits(limits.daily(), calls);
    return new Route(path, verb, access, more, sets, handler);
  }
}
