/** A company's departments and people, kept in our own tables: what login and services look up. */
@NullMarked
package io.lingpai.directory;

import org.jspecify.annotations.NullMarked;
