/** The sandbox as a program and as an object in a test: started, asked, told to fail, closed. */
@NullMarked
package io.lingpai.sandbox;

import org.jspecify.annotations.NullMarked;
