package io.lingpai.server.config;

import java.util.List;

/** The configuration cannot be used. Every finding is named at once, each on a line of its own. */
public final class ConfigurationRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> findings;

  ConfigurationRefused(List<String> findings) {
    super(String.join("\n", findings));
    this.findings = List.copyOf(findings);
  }

  /** What is wrong, one sentence each. */
  public List<String> findings() {
    return findings;
  }
}
