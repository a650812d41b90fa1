/**
 * The pages of {@code lingpai demo}, which log in in a browser: the phone is played with the
 * sandbox beside them, and the backend is what a user of Lingpai's would write, with a key and
 * HTTP. No part of a server that serves.
 */
@NullMarked
package io.lingpai.server.demo;

import org.jspecify.annotations.NullMarked;
