@NullMarked
package io.lingpai.app;

import org.jspecify.annotations.NullMarked;
