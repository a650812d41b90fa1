@NullMarked
package io.lingpai.problem;

import org.jspecify.annotations.NullMarked;
