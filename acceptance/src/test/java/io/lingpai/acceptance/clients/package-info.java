/**
 * Real clients against a real node, with the sandbox as the vendor: calm, in crowds, in trouble.
 */
@NullMarked
package io.lingpai.acceptance.clients;

import org.jspecify.annotations.NullMarked;
