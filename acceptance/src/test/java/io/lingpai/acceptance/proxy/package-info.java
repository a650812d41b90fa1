/** What is passed on to the vendor: by real SDKs, under renewals and theft, by hostile sockets. */
@NullMarked
package io.lingpai.acceptance.proxy;

import org.jspecify.annotations.NullMarked;
