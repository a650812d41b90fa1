/** What DingTalk tells of by itself: its events, encrypted, and what they mean. */
@NullMarked
package io.lingpai.dingtalk.event;

import org.jspecify.annotations.NullMarked;
