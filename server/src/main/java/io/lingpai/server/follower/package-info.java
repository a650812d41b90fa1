/** Who follows our users' accounts: asked, imported, and told to whoever may know. */
@NullMarked
package io.lingpai.server.follower;

import org.jspecify.annotations.NullMarked;
