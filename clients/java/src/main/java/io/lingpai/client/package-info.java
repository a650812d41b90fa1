/**
 * Credentials kept by a Lingpai server, for programs that need them: a small client without
 * dependencies. Begin at {@link io.lingpai.client.LingpaiClient}.
 *
 * <p>Not marked {@code @NullMarked}, which names a target that Java 8 does not know, and the
 * compiler warns of it; NullAway checks the package all the same, by its name.
 */
package io.lingpai.client;
