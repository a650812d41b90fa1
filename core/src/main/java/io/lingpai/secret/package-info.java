@NullMarked
package io.lingpai.secret;

import org.jspecify.annotations.NullMarked;
