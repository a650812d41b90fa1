package io.lingpai.server.redis;

import io.lingpai.app.App;
import io.lingpai.credential.Value;
import org.jspecify.annotations.Nullable;

/**
 * A value that may be read in Redis.
 *
 * @param component the platform app, if the app is an account that authorized one
 */
public record Published(App app, @Nullable App component, String kind, Value value) {}
