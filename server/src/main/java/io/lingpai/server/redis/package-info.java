/** Values written to Redis for services that read them there. */
@NullMarked
package io.lingpai.server.redis;

import org.jspecify.annotations.NullMarked;
