/** The native API: what each call takes and gives. */
@NullMarked
package io.lingpai.server.api;

import org.jspecify.annotations.NullMarked;
