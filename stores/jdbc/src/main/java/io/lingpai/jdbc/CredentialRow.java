package io.lingpai.jdbc;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.secret.Vault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as it lies in its table, the values still sealed. Sealing and opening may have to
 * ask the store for a data key, so both happen outside of transactions.
 *
 * @param bare everything but the values
 * @param removed nothing is left of it but its key and its place in the change feed
 */
record CredentialRow(
    Credential bare,
    @Nullable SealedValue current,
    @Nullable SealedValue previous,
    @Nullable SealedPartner partner,
    long change,
    boolean removed) {

  /** One value, sealed for its place. */
  record SealedValue(
      byte[] sealed,
      long version,
      Instant askedAt,
      Instant answeredAt,
      Instant expiresAt,
      Instant renewAt,
      boolean rehearsed,
      boolean provenDead) {

    private static SealedValue seal(Vault vault, CredentialKey key, String which, Value value) {
      return new SealedValue(
          vault.seal(key.app(), place(key, which), value.secret()),
          value.version(),
          value.askedAt(),
          value.answeredAt(),
          value.expiresAt(),
          value.renewAt(),
          value.rehearsed(),
          value.provenDead());
    }

    private Value open(Vault vault, CredentialKey key, String which) {
      return new Value(
          vault.open(place(key, which), sealed),
          version,
          askedAt,
          answeredAt,
          expiresAt,
          renewAt,
          rehearsed,
          provenDead);
    }

    private static String place(CredentialKey key, String which) {
      return "credential|" + key.app() + "|" + key.kind() + "|" + which;
    }
  }

  /** What the credential is refreshed with, sealed for its place. */
  record SealedPartner(byte[] sealed, Instant asOf, boolean rejected) {

    private static SealedPartner seal(Vault vault, CredentialKey key, Partner partner) {
      return new SealedPartner(
          vault.seal(key.app(), SealedValue.place(key, "partner"), partner.secret()),
          partner.asOf(),
          partner.rejected());
    }

    private Partner open(Vault vault, CredentialKey key) {
      return new Partner(vault.open(SealedValue.place(key, "partner"), sealed), asOf, rejected);
    }
  }

  static CredentialRow seal(Vault vault, Credential credential) {
    Value current = credential.current();
    Value previous = credential.previous();
    Partner partner = credential.partner();
    CredentialKey key = credential.key();
    return new CredentialRow(
        withValues(credential, null, null, null),
        current == null ? null : SealedValue.seal(vault, key, "current", current),
        previous == null ? null : SealedValue.seal(vault, key, "previous", previous),
        partner == null ? null : SealedPartner.seal(vault, key, partner),
        0,
        false);
  }

  Credential open(Vault vault) {
    CredentialKey key = bare.key();
    return withValues(
        bare,
        current == null ? null : current.open(vault, key, "current"),
        previous == null ? null : previous.open(vault, key, "previous"),
        partner == null ? null : partner.open(vault, key));
  }

  CredentialRow withBare(Credential changed) {
    return new CredentialRow(changed, current, previous, partner, change, removed);
  }

  private static Credential withValues(
      Credential credential,
      @Nullable Value current,
      @Nullable Value previous,
      @Nullable Partner partner) {
    return new Credential(
        credential.key(),
        current,
        previous,
        credential.previousUntil(),
        partner,
        credential.intent(),
        credential.trouble(),
        credential.tally(),
        credential.dueAt(),
        credential.wantedUntil());
  }
}
