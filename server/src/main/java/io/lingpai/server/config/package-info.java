/** What an operator may set, where it may be set, and what is said when it is set wrongly. */
@NullMarked
package io.lingpai.server.config;

import org.jspecify.annotations.NullMarked;
