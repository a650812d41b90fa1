/** DingTalk: what it issues, how it refuses, and what follows. Its words end here. */
@NullMarked
package io.lingpai.dingtalk;

import org.jspecify.annotations.NullMarked;
