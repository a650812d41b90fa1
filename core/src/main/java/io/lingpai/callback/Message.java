package io.lingpai.callback;

import java.time.Instant;

/**
 * A vendor's message as it is kept.
 *
 * @param id ours, and the id under which it is passed on
 * @param app the app it is for; a platform app, where the authorizer is not known here
 * @param account the vendor's id of the account it was sent to
 * @param type what it is: {@code text}, {@code event.subscribe}, {@code info.unauthorized} …
 * @param user who wrote it, by the vendor's id; empty where nobody did
 * @param dedupeKey the same for every attempt of the vendor to send it, and for no other message of
 *     the account
 * @param receivedAt by this node's clock
 */
public record Message(
    String id,
    String app,
    String account,
    String type,
    String user,
    String dedupeKey,
    Instant receivedAt,
    Letter letter) {}
