/** WeChat's messages: authenticated, opened, read, answered, and written as WeChat would. */
@NullMarked
package io.lingpai.wechat.callback;

import org.jspecify.annotations.NullMarked;
