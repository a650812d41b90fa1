package io.lingpai.server.redis;

import io.lingpai.app.App;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A value that may be read in Redis.
 *
 * @param component the platform app, if the app is an account that authorized one
 * @param partner what the account's token is refreshed with, which is never published itself
 */
public record Published(
    App app, @Nullable App component, String kind, Value value, @Nullable Secret partner) {}
