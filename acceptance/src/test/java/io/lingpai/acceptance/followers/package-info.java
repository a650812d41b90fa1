/** People follow accounts of the sandbox, leave and come back; a server says who follows. */
@NullMarked
package io.lingpai.acceptance.followers;

import org.jspecify.annotations.NullMarked;
