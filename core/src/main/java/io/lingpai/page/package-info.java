/** Web pages that a vendor's scripts run on. */
@NullMarked
package io.lingpai.page;

import org.jspecify.annotations.NullMarked;
