/**
 * The wire surface: a vendor's own calls, answered here in the vendor's own shape, so that any SDK
 * becomes a client by changing its API base.
 */
@NullMarked
package io.lingpai.server.wire;

import org.jspecify.annotations.NullMarked;
