/** Pushes to callback URLs: sealed, signed, sent, tried again, and their answers read. */
@NullMarked
package io.lingpai.sandbox.callback;

import org.jspecify.annotations.NullMarked;
