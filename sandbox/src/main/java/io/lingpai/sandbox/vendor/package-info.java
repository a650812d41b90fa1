/** What every vendor played here has in common: it answers, refuses and starts afresh. */
@NullMarked
package io.lingpai.sandbox.vendor;

import org.jspecify.annotations.NullMarked;
