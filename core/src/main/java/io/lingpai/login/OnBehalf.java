package io.lingpai.login;

import io.lingpai.secret.Secret;

/**
 * Who asks in another's name: a platform that the app's owner has authorized.
 *
 * @param componentAppid the platform's id at the vendor
 * @param token the platform's
 */
public record OnBehalf(String componentAppid, Secret token) {}
