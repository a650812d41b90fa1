/** What the acceptance tests stand on: servers to start and kill, callers, and patience. */
@NullMarked
package io.lingpai.acceptance.stage;

import org.jspecify.annotations.NullMarked;
