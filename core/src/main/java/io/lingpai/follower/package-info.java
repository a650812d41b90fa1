/** Who follows the accounts of our users, told by events, by asking, and by importing. */
@NullMarked
package io.lingpai.follower;

import org.jspecify.annotations.NullMarked;
