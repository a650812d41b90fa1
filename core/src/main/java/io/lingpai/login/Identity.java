package io.lingpai.login;

import io.lingpai.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, as a code told.
 *
 * @param sessionKey what the person's client signs and encrypts with
 */
public record Identity(String openid, @Nullable String unionid, Secret sessionKey) {}
