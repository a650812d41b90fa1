/** The people who log in to our users' services through a vendor. */
@NullMarked
package io.lingpai.member;

import org.jspecify.annotations.NullMarked;
