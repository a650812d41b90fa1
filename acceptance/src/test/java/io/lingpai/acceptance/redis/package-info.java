/** What stands in Redis, as the libraries' own storage classes read it. */
@NullMarked
package io.lingpai.acceptance.redis;

import org.jspecify.annotations.NullMarked;
