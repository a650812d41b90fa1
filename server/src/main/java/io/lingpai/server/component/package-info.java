/** Third-party platforms: accounts authorize one, and become apps that are kept like any other. */
@NullMarked
package io.lingpai.server.component;

import org.jspecify.annotations.NullMarked;
