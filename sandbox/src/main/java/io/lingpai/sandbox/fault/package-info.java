/** Faults in words, and the plan of those still to come. */
@NullMarked
package io.lingpai.sandbox.fault;

import org.jspecify.annotations.NullMarked;
