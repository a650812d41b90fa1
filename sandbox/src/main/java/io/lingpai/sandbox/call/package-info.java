/** What the sandbox was asked, with every secret masked. */
@NullMarked
package io.lingpai.sandbox.call;

import org.jspecify.annotations.NullMarked;
