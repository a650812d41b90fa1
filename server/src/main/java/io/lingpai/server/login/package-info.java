/** Logging people in, and what follows: sessions, members, data that clients encrypt. */
@NullMarked
package io.lingpai.server.login;

import org.jspecify.annotations.NullMarked;
