package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;

/**
 * A usable value as it is handed out.
 *
 * @param at the time it was read, as the store counts it
 * @param freshFor how long it may be reused without asking again
 */
public record Reading(Credential credential, Value value, Instant at, Duration freshFor) {}
