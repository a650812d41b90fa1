/** The server as the process its users start: killed, misled, searched for secrets, stopped. */
@NullMarked
package io.lingpai.acceptance.process;

import org.jspecify.annotations.NullMarked;
