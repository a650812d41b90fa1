/** Logging people in: mini programs' codes and encrypted data, and web pages inside WeChat. */
@NullMarked
package io.lingpai.wechat.login;

import org.jspecify.annotations.NullMarked;
