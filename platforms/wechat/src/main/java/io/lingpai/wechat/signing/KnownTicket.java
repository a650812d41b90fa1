package io.lingpai.wechat.signing;

import io.lingpai.secret.Secret;

/** A secret that a page signature may have been made with, rightly or by mistake. */
public record KnownTicket(Origin origin, Secret value) {

  /** Where it comes from. */
  public enum Origin {
    CURRENT,
    /** The JS-SDK ticket before the current one. */
    PREVIOUS,
    /** The ticket for cards. */
    CARD,
    ACCESS_TOKEN
  }
}
