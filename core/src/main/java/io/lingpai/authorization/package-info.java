/** Accounts that authorize a third-party platform to act for them. */
@NullMarked
package io.lingpai.authorization;

import org.jspecify.annotations.NullMarked;
