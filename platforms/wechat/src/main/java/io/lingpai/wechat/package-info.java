/** WeChat as a vendor: its words, its endpoints, its errors; they end in this module. */
@NullMarked
package io.lingpai.wechat;

import org.jspecify.annotations.NullMarked;
