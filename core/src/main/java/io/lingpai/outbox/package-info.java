@NullMarked
package io.lingpai.outbox;

import org.jspecify.annotations.NullMarked;
