/** What every store and every platform must pass. */
@NullMarked
package io.lingpai.testkit;

import org.jspecify.annotations.NullMarked;
