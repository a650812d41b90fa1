/** Where everything is put together, and the only place that names a concrete platform or store. */
@NullMarked
package io.lingpai.server.wiring;

import org.jspecify.annotations.NullMarked;
