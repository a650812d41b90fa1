/** Credentials, leases and events in a relational database. */
@NullMarked
package io.lingpai.jdbc;

import org.jspecify.annotations.NullMarked;
