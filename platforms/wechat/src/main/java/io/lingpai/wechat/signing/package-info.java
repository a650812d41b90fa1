/** Signatures that a web page shows to WeChat, and why one is not accepted. */
@NullMarked
package io.lingpai.wechat.signing;

import org.jspecify.annotations.NullMarked;
