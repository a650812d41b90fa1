/** Signatures for pages that call DingTalk's JS-API. */
@NullMarked
package io.lingpai.dingtalk.signing;

import org.jspecify.annotations.NullMarked;
