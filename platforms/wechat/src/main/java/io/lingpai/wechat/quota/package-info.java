/** How much of its daily quotas WeChat says an app has used. */
@NullMarked
package io.lingpai.wechat.quota;

import org.jspecify.annotations.NullMarked;
