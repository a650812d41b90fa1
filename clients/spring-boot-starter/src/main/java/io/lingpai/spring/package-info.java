/** Lingpai's client in Spring Boot: properties, beans, health, and WxJava's storages. */
@NullMarked
package io.lingpai.spring;

import org.jspecify.annotations.NullMarked;
