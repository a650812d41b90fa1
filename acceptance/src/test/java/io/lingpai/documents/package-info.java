/** The documents tell the truth: languages agree, links lead somewhere, snippets compile. */
@NullMarked
package io.lingpai.documents;

import org.jspecify.annotations.NullMarked;
