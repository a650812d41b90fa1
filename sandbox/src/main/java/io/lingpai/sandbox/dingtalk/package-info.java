/** DingTalk as it behaves towards an app of one company: tokens, tickets, logins, the directory. */
@NullMarked
package io.lingpai.sandbox.dingtalk;

import org.jspecify.annotations.NullMarked;
