package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call while it is being answered. */
final class Call {
  private final World world;
  private final Route route;
  private final Request request;
  private final Instant now;
  private @Nullable Owner owner;

  Call(World world, Route route, Request request, Instant now) {
    this.world = world;
    this.route = route;
    this.request = request;
    this.now = now;
  }

  Request request() {
    return request;
  }

  Instant now() {
    return now;
  }

  /** Whose token came with the call; only for routes that need one. */
  Owner owner() {
    if (owner == null) {
      throw new IllegalStateException(route.path() + " is answered without a token");
    }
    return owner;
  }

  /** The app that the call is made for, by itself or by a platform on its behalf. */
  App app() {
    if (owner() instanceof Authorization authorization) {
      return authorization.app;
    }
    if (owner() instanceof App app) {
      return app;
    }
    throw new Refusal(61015);
  }

  Component component() {
    if (owner() instanceof Component component) {
      return component;
    }
    throw new Refusal(61014);
  }

  /** Refuses the wrong verb, then a wrong token, then a call too many. */
  void admit() {
    if (!request.method().equals(route.verb().name())) {
      throw new Refusal(route.verb() == Route.Verb.GET ? 43001 : 43002);
    }
    switch (route.access()) {
      case OWN -> {}
      case TOKEN -> {
        owner = world.ownerOf(required("access_token", 41001), now);
        app();
        admit(owner);
      }
      case COMPONENT -> {
        // Printed as component_access_token in older pages and access_token in newer ones.
        Optional<String> token =
            optional("component_access_token").or(() -> optional("access_token"));
        owner = world.ownerOf(token.orElseThrow(() -> new Refusal(41001)), now);
        component();
        admit(owner);
      }
      case ANY_TOKEN -> {
        Optional<String> token =
            optional("access_token").or(() -> optional("component_access_token"));
        owner = world.ownerOf(token.orElseThrow(() -> new Refusal(41001)), now);
        admit(owner);
      }
    }
  }

  /** A platform calls from its own addresses only, and does what it was let. */
  private void admit(Owner caller) {
    if (caller instanceof Component component) {
      component.admit(world.addressOf(request));
    }
    if (caller instanceof Authorization authorization) {
      authorization.component.admit(world.addressOf(request));
      if (!authorization.allowsAny(route.sets())) {
        throw new Refusal(61007);
      }
    }
    count(caller);
  }

  void count(Owner counted) {
    counted.quota().count(route.path(), counted.limits(route), now);
  }

  String required(String parameter, int missing) {
    return request.parameter(parameter).orElseThrow(() -> new Refusal(missing));
  }

  Optional<String> optional(String parameter) {
    return request.parameter(parameter);
  }

  void grantType(Optional<String> given, String expected) {
    if (given.filter(expected::equals).isEmpty()) {
      throw new Refusal(40002);
    }
  }

  ObjectNode body() {
    if (request.body().isBlank()) {
      throw new Refusal(44002);
    }
    return Json.parseObject(request.body()).orElseThrow(() -> new Refusal(47001));
  }

  /** A text in the body; null and empty are as good as absent, another type is malformed. */
  static Optional<String> text(JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new Refusal(47001);
    }
    return Optional.of(node.asText()).filter(text -> !text.isEmpty());
  }

  static String requiredText(JsonNode object, String field, int missing) {
    return text(object, field).orElseThrow(() -> new Refusal(missing));
  }

  static boolean flag(JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw new Refusal(47001);
    }
    return node.asBoolean();
  }

  static ObjectNode ok() {
    return Json.object().put("errcode", 0).put("errmsg", "ok");
  }
}
