/** Who is logged in with our users' services: sessions, of which only hashes are kept. */
@NullMarked
package io.lingpai.session;

import org.jspecify.annotations.NullMarked;
