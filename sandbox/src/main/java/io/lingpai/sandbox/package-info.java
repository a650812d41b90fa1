/** Plays the vendors, faithfully and on request unfaithfully. */
@NullMarked
package io.lingpai.sandbox;

import org.jspecify.annotations.NullMarked;
