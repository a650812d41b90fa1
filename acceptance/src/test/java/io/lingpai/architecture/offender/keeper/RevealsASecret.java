package io.lingpai.architecture.offender.keeper;

import io.lingpai.secret.Secret;

public final class RevealsASecret {
  private RevealsASecret() {}

  public static String reveal(Secret secret) {
    return secret.reveal();
  }
}
