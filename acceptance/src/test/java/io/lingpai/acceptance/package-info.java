/** Our parts together, and against callers and vendors that share no code with them. */
@NullMarked
package io.lingpai.acceptance;

import org.jspecify.annotations.NullMarked;
