@NullMarked
package io.lingpai.server.outbox;

import org.jspecify.annotations.NullMarked;
