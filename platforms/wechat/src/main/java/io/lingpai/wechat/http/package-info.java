/** One request, one answer: how a platform reaches its vendor. */
@NullMarked
package io.lingpai.wechat.http;

import org.jspecify.annotations.NullMarked;
