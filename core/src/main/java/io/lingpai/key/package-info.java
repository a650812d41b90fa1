@NullMarked
package io.lingpai.key;

import org.jspecify.annotations.NullMarked;
