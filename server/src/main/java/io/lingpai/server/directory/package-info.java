/** A company's people: their login, their directory, and its synchronization. */
@NullMarked
package io.lingpai.server.directory;

import org.jspecify.annotations.NullMarked;
