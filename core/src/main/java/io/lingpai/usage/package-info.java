/** Who spends an app's quota at the vendor: what each key did on each path, day by day. */
@NullMarked
package io.lingpai.usage;

import org.jspecify.annotations.NullMarked;
