/** What is wrong with an installation, and what to do about it. */
@NullMarked
package io.lingpai.server.doctor;

import org.jspecify.annotations.NullMarked;
