@NullMarked
package io.lingpai.event;

import org.jspecify.annotations.NullMarked;
