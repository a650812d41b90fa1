/** Works what is left to be done. */
@NullMarked
package io.lingpai.server.outbox;

import org.jspecify.annotations.NullMarked;
