/**
 * HTTP as the rest of the server sees it. Only this package knows the web library; everything it
 * lets through without complaint is refused in {@link io.lingpai.server.http.Strictness}.
 */
@NullMarked
package io.lingpai.server.http;

import org.jspecify.annotations.NullMarked;
