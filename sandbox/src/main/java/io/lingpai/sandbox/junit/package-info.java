/** The sandbox as an extension of JUnit, for the tests of whoever calls the vendors. */
@NullMarked
package io.lingpai.sandbox.junit;

import org.jspecify.annotations.NullMarked;
