/** Who follows an official account: WeChat's events, its user list and what it says of each. */
@NullMarked
package io.lingpai.wechat.follower;

import org.jspecify.annotations.NullMarked;
