/** WeChat as its documentation and its answers show it: tokens, tickets, quotas, users. */
@NullMarked
package io.lingpai.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
