package io.lingpai.server.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One node of what an operator gave us, with the place it came from, before it means anything. */
sealed interface Given {

  Where where();

  /** How this is called in a message that says what arrived. */
  String arrived();

  /** A single value; {@code text} is as it stood, before {@code ${VAR}} is filled in. */
  record Scalar(String text, Where where) implements Given {
    @Override
    public String arrived() {
      return "`" + text + "`";
    }
  }

  /** A key with nothing behind it, which counts as not set. */
  record Nothing(Where where) implements Given {
    @Override
    public String arrived() {
      return "nothing";
    }
  }

  /** Keys and their values; the overlay of the environment and the flags changes it in place. */
  record Mapping(LinkedHashMap<String, Given> entries, Where where) implements Given {
    @Override
    public String arrived() {
      return "a mapping with the keys " + String.join(", ", entries.keySet());
    }

    /**
     * Puts {@code value} at the dotted {@code path}, making mappings on the way. Whatever else
     * stood there is replaced: later sources win.
     */
    void put(String path, Given value) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        entries.put(path, value);
        return;
      }
      String head = path.substring(0, dot);
      if (!(entries.get(head) instanceof Mapping)) {
        entries.put(head, new Mapping(new LinkedHashMap<>(), value.where()));
      }
      if (entries.get(head) instanceof Mapping inner) {
        inner.put(path.substring(dot + 1), value);
      }
    }

    @Override
    public String toString() {
      return "Mapping" + entries.keySet();
    }
  }

  /** A list. */
  record Sequence(List<Given> items, Where where) implements Given {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String arrived() {
      return "a list of " + items.size();
    }
  }

  /** The place a value came from, as a person would look for it. */
  record Where(String source, int line) {
    @Override
    public String toString() {
      return line > 0 ? source + " line " + line : source;
    }
  }

  /** An empty mapping, which is what no configuration file amounts to. */
  static Mapping nothingSet(String source) {
    return new Mapping(new LinkedHashMap<>(Map.of()), new Where(source, 0));
  }
}
