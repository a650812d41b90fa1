/** The hands of the person or script that runs the sandbox: a JSON API and a page. */
@NullMarked
package io.lingpai.sandbox.control;

import org.jspecify.annotations.NullMarked;
