package io.lingpai.usage;

/**
 * What one key did on one path of one app with one outcome.
 *
 * @param keyName what the key was called when it was first counted
 * @param outcome {@code ok}, a vendor's code, or a word for what became of the call
 * @param replays how often a call was sent again
 */
public record Spent(
    String app,
    String keyId,
    String keyName,
    String path,
    String outcome,
    long calls,
    long replays,
    long bytesUp,
    long bytesDown) {}
