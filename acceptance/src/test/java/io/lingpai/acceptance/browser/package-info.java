/** What people do with a mouse, in a real browser: the demonstration's pages and the sandbox's. */
@NullMarked
package io.lingpai.acceptance.browser;

import org.jspecify.annotations.NullMarked;
