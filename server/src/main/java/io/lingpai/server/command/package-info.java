/** The commands of {@code lingpai}. */
@NullMarked
package io.lingpai.server.command;

import org.jspecify.annotations.NullMarked;
