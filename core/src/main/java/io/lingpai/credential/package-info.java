@NullMarked
package io.lingpai.credential;

import org.jspecify.annotations.NullMarked;
