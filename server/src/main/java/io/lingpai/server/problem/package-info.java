/** What a caller is told when something cannot be done, and the pages that explain it. */
@NullMarked
package io.lingpai.server.problem;

import org.jspecify.annotations.NullMarked;
