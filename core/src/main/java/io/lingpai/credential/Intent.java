package io.lingpai.credential;

import java.time.Instant;

/**
 * A request for a new value that may have left and is not known to have ended. Written before the
 * call, so that a crash reads as "unknown" and never as "nothing happened".
 *
 * @param at the store's time just before the call
 * @param fence the lease it was made under
 */
public record Intent(Instant at, long fence) {}
