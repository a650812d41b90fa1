/** A vendor pushes, a node takes in and passes on, business services answer. */
@NullMarked
package io.lingpai.acceptance.callbacks;

import org.jspecify.annotations.NullMarked;
