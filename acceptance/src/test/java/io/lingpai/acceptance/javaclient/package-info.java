/** The Java client against real nodes, with the sandbox as the vendor. */
@NullMarked
package io.lingpai.acceptance.javaclient;

import org.jspecify.annotations.NullMarked;
