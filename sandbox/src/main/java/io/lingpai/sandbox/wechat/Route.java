package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One path of the API: how it is called, with what, how often, and what answers. */
record Route(String path, Verb verb, Access access, Quota.Limits limits, Handler handler) {
  enum Verb {
    GET,
    POST
  }

  enum Access {
    /** An app's access token in the query. */
    TOKEN,
    /** Whatever the handler asks for itself: an app's secret, a user's token. */
    OWN
  }

  interface Handler {
    ObjectNode answer(Call call);
  }

  static Route get(String path, Handler handler) {
    return new Route(path, Verb.GET, Access.TOKEN, new Quota.Limits(0, 0), handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(path, Verb.POST, Access.TOKEN, new Quota.Limits(0, 0), handler);
  }

  Route withoutToken() {
    return new Route(path, verb, Access.OWN, limits, handler);
  }

  Route daily(int calls) {
    return new Route(path, verb, access, new Quota.Limits(calls, limits.perMinute()), handler);
  }

  Route perMinute(int calls) {
    return new Route(path, verb, access, new Quota.Limits(limits.daily(), calls), handler);
  }
}
