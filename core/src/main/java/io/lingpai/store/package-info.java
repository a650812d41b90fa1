@NullMarked
package io.lingpai.store;

import org.jspecify.annotations.NullMarked;
