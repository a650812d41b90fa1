/** Who may know whom, held by rules that are themselves shown to fail. */
@NullMarked
package io.lingpai.architecture;

import org.jspecify.annotations.NullMarked;
