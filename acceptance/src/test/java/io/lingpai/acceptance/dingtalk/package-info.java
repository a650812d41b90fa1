/** A company's people against a whole server: their login step by step, and their directory. */
@NullMarked
package io.lingpai.acceptance.dingtalk;

import org.jspecify.annotations.NullMarked;
