@NullMarked
package io.lingpai.platform;

import org.jspecify.annotations.NullMarked;
