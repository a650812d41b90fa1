/** The apps this node knows, and what their platforms say of them. */
@NullMarked
package io.lingpai.server.registry;

import org.jspecify.annotations.NullMarked;
