/** Many accounts that authorized one platform, on a server that is a process of its own. */
@NullMarked
package io.lingpai.acceptance.authorizers;

import org.jspecify.annotations.NullMarked;
