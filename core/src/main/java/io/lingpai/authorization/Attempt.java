package io.lingpai.authorization;

import io.lingpai.secret.Secret;
import java.time.Instant;
import java.util.Map;

/**
 * An authorization that somebody began.
 *
 * @param stateHash of the state that the vendor sends back with the browser
 * @param platform the platform app
 * @param content what was asked for, and what the browser must show to come back; sealed at rest
 * @param expiresAt when the vendor's code for it dies
 */
public record Attempt(
    String stateHash, String platform, Map<String, Secret> content, Instant expiresAt) {
  public Attempt {
    content = Map.copyOf(content);
  }
}
