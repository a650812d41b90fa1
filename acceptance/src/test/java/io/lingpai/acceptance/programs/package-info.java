/** Programs of the machine's that some tests need: tests run where these are found. */
@NullMarked
package io.lingpai.acceptance.programs;

import org.jspecify.annotations.NullMarked;
