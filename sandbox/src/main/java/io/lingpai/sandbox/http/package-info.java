/** What arrives and what goes back, apart from any vendor. */
@NullMarked
package io.lingpai.sandbox.http;

import org.jspecify.annotations.NullMarked;
