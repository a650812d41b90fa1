/** How a vendor tells us who a person is: what a platform answers, and what must be checked. */
@NullMarked
package io.lingpai.login;

import org.jspecify.annotations.NullMarked;
