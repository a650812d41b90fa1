/**
 * WxJava's storages and services with tokens and tickets from a Lingpai server: no app secret, no
 * fetch at the vendor, no lock.
 *
 * <p>Everything here is not null unless it says {@code @Nullable}. The package cannot carry the
 * annotation that says so: it names a target that Java 8 does not know.
 */
package io.lingpai.wxjava;
