@NullMarked
package io.lingpai.audit;

import org.jspecify.annotations.NullMarked;
