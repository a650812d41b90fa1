/** The program: reads its configuration, wires the parts and serves. */
@NullMarked
package io.lingpai.server;

import org.jspecify.annotations.NullMarked;
