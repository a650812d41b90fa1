/**
 * What of a vendor's API is not answered here is passed on: with the app's real token in place of
 * the caller's, and healed where the vendor says that the token is dead.
 */
@NullMarked
package io.lingpai.server.proxy;

import org.jspecify.annotations.NullMarked;
