/**
 * The keeper under fault: several nodes, one store, one vendor and all of time in a single thread,
 * driven from a seed. Invariants are checked at every step; a seed that breaks one breaks it again.
 */
@NullMarked
package io.lingpai.simulation;

import org.jspecify.annotations.NullMarked;
