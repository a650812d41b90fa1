/** Who calls, and what the key in their hand allows. */
@NullMarked
package io.lingpai.server.access;

import org.jspecify.annotations.NullMarked;
