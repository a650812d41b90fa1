/** One request, one answer: how a platform reaches its vendor. */
@NullMarked
package io.lingpai.platform.http;

import org.jspecify.annotations.NullMarked;
