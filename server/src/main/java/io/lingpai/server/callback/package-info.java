/** Vendors' messages: taken in, answered, passed on. */
@NullMarked
package io.lingpai.server.callback;

import org.jspecify.annotations.NullMarked;
