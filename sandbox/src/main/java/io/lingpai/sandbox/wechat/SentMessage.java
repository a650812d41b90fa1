package io.lingpai.sandbox.wechat;

import java.time.Instant;

/**
 * A customer-service message as the user sees it.
 *
 * @param content the text of a text, else the JSON of what was sent
 * @param by the app id of the platform that sent it on the account's behalf, or the account's own
 */
public record SentMessage(String openid, String type, String content, Instant at, String by) {}
