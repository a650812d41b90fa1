@NullMarked
package io.lingpai.keeper;

import org.jspecify.annotations.NullMarked;
