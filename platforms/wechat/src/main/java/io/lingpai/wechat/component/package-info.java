/** Third-party platforms: the accounts that authorized one, and what it does on their behalf. */
@NullMarked
package io.lingpai.wechat.component;

import org.jspecify.annotations.NullMarked;
