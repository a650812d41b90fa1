@NullMarked
package io.lingpai.callback;

import org.jspecify.annotations.NullMarked;
