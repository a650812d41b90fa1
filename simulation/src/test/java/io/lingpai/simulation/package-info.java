@NullMarked
package io.lingpai.simulation;

import org.jspecify.annotations.NullMarked;
