package io.lingpai.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a raw path. The path is compared as it was sent, byte for byte: a grant that
 * limits paths must judge the very bytes that are acted on.
 */
public final class Routes {

  private final Node root = new Node();
  private final List<Route> all;

  public Routes(List<Route> routes) {
    this.all = List.copyOf(routes);
    routes.forEach(this::add);
  }

  public List<Route> all() {
    return all;
  }

  private void add(Route route) {
    Node node = root;
    List<String> names = new ArrayList<>();
    for (String segment : route.pattern().substring(1).split("/", -1)) {
      if (segment.endsWith("...}")) {
        names.add(segment.substring(1, segment.length() - 4));
        node.rest = node.rest == null ? new Node() : node.rest;
        node = node.rest;
      } else if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        node.any = node.any == null ? new Node() : node.any;
        node = node.any;
      } else {
        node = node.exactly.computeIfAbsent(segment, unused -> new Node());
      }
    }
    Leaf before = node.leaves.put(route.method(), new Leaf(route, names.toArray(String[]::new)));
    if (before != null) {
      throw new IllegalArgumentException(
          "two routes for " + route.method() + " " + route.pattern());
    }
  }

  /** What a path leads to. */
  sealed interface Match {
    /** A route, with the values of its variables in order. */
    record Found(Route route, String[] names, String[] values) implements Match {}

    /** The path is known, the method is not. */
    record WrongMethod(String allowed) implements Match {}

    /** Nothing is there. */
    record Nothing() implements Match {}
  }

  Match find(String method, String path) {
    String[] values = new String[8];
    Node node = descend(root, path, 1, values, 0);
    if (node == null) {
      return new Match.Nothing();
    }
    Leaf leaf = node.leaves.get(method);
    if (leaf == null && method.equals("HEAD")) {
      leaf = node.leaves.get("GET");
    }
    if (leaf == null) {
      return new Match.WrongMethod(allowed(node));
    }
    return new Match.Found(leaf.route, leaf.names, values);
  }

  private static String allowed(Node node) {
    TreeSet<String> methods = new TreeSet<>(node.leaves.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  private static @Nullable Node descend(
      Node node, String path, int from, String[] values, int depth) {
    if (from > path.length()) {
      return node.leaves.isEmpty() ? null : node;
    }
    int slash = path.indexOf('/', from);
    int end = slash < 0 ? path.length() : slash;
    String segment = path.substring(from, end);
    Node exact = node.exactly.get(segment);
    if (exact != null) {
      Node found = descend(exact, path, end + 1, values, depth);
      if (found != null) {
        return found;
      }
    }
    if (node.any != null && !segment.isEmpty() && depth < values.length) {
      values[depth] = segment;
      Node found = descend(node.any, path, end + 1, values, depth + 1);
      if (found != null) {
        return found;
      }
    }
    if (node.rest != null && depth < values.length) {
      values[depth] = path.substring(from);
      return node.rest;
    }
    return null;
  }

  private static final class Node {
    final Map<String, Node> exactly = new HashMap<>();
    final Map<String, Leaf> leaves = new HashMap<>();
    @Nullable Node any;
    @Nullable Node rest;
  }

  private record Leaf(Route route, String[] names) {}
}
