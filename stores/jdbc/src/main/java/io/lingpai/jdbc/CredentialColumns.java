package io.lingpai.jdbc;

import io.lingpai.credential.Advice;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.jdbc.CredentialRow.SealedPartner;
import io.lingpai.jdbc.CredentialRow.SealedValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A credential and its columns, each the other's order. The lease is not among them. */
final class CredentialColumns {

  private static final List<String> NAMES =
      List.of(
          "current_sealed",
          "current_version",
          "current_asked_at",
          "current_answered_at",
          "current_expires_at",
          "current_renew_at",
          "current_rehearsed",
          "current_proven_dead",
          "previous_sealed",
          "previous_version",
          "previous_asked_at",
          "previous_answered_at",
          "previous_expires_at",
          "previous_renew_at",
          "previous_rehearsed",
          "previous_proven_dead",
          "previous_until",
          "partner_sealed",
          "partner_as_of",
          "partner_rejected",
          "intent_at",
          "intent_fence",
          "trouble_nature",
          "trouble_code",
          "trouble_message",
          "trouble_english",
          "trouble_chinese",
          "trouble_ip",
          "trouble_since",
          "trouble_attempts",
          "trouble_ask_again_at",
          "tally_day",
          "tally_vendor_calls",
          "tally_checks",
          "tally_forced",
          "tally_last_forced_at",
          "tally_last_check_at",
          "tally_alive_until",
          "tally_foreign_fetches",
          "due_at",
          "wanted_until");

  /** For SELECT. */
  static final String SELECTED =
      "app, kind, " + String.join(", ", NAMES) + ", change_number, removed";

  /** For UPDATE … SET. */
  static final String ASSIGNED = String.join(" = ?, ", NAMES) + " = ?";

  /** For INSERT INTO credential. */
  static final String INSERTED =
      "("
          + String.join(", ", NAMES)
          + ", change_number, app, kind) VALUES ("
          + "?, ".repeat(NAMES.size())
          + "?, ?, ?)";

  private CredentialColumns() {}

  /** Binds every column of {@link #ASSIGNED}, in order. */
  static void bind(Bind bind, CredentialRow row) throws SQLException {
    Credential bare = row.bare();
    bindValue(bind, row.current());
    bindValue(bind, row.previous());
    bind.time(bare.previousUntil());
    bindPartner(bind, row.partner());
    Intent intent = bare.intent();
    bind.time(intent == null ? null : intent.at());
    bind.number(intent == null ? null : (Long) intent.fence());
    bindTrouble(bind, bare.trouble());
    bindTally(bind, bare.tally());
    bind.time(bare.dueAt()).time(bare.wantedUntil());
  }

  static CredentialRow read(ResultSet rows) throws SQLException {
    Row row = new Row(rows);
    Instant intentAt = row.timeOrNull("intent_at");
    Credential bare =
        new Credential(
            new CredentialKey(row.text("app"), row.text("kind")),
            null,
            null,
            row.timeOrNull("previous_until"),
            null,
            intentAt == null ? null : new Intent(intentAt, row.number("intent_fence")),
            readTrouble(row),
            readTally(row),
            row.timeOrNull("due_at"),
            row.time("wanted_until"));
    return new CredentialRow(
        bare,
        readValue(row, "current_"),
        readValue(row, "previous_"),
        readPartner(row),
        row.number("change_number"),
        row.flag("removed"));
  }

  private static void bindValue(Bind bind, @Nullable SealedValue value) throws SQLException {
    bind.bytes(value == null ? null : value.sealed())
        .number(value == null ? null : (Long) value.version())
        .time(value == null ? null : value.askedAt())
        .time(value == null ? null : value.answeredAt())
        .time(value == null ? null : value.expiresAt())
        .time(value == null ? null : value.renewAt())
        .flag(value == null ? null : (Boolean) value.rehearsed())
        .flag(value == null ? null : (Boolean) value.provenDead());
  }

  private static @Nullable SealedValue readValue(Row row, String prefix) throws SQLException {
    byte[] sealed = row.bytesOrNull(prefix + "sealed");
    if (sealed == null) {
      return null;
    }
    return new SealedValue(
        sealed,
        row.number(prefix + "version"),
        row.time(prefix + "asked_at"),
        row.time(prefix + "answered_at"),
        row.time(prefix + "expires_at"),
        row.time(prefix + "renew_at"),
        row.flag(prefix + "rehearsed"),
        row.flag(prefix + "proven_dead"));
  }

  private static void bindPartner(Bind bind, @Nullable SealedPartner partner) throws SQLException {
    bind.bytes(partner == null ? null : partner.sealed())
        .time(partner == null ? null : partner.asOf())
        .flag(partner == null ? null : (Boolean) partner.rejected());
  }

  private static @Nullable SealedPartner readPartner(Row row) throws SQLException {
    byte[] sealed = row.bytesOrNull("partner_sealed");
    return sealed == null
        ? null
        : new SealedPartner(sealed, row.time("partner_as_of"), row.flag("partner_rejected"));
  }

  private static void bindTrouble(Bind bind, @Nullable Trouble trouble) throws SQLException {
    VendorError error = trouble == null ? null : trouble.error();
    bind.text(trouble == null ? null : trouble.nature().name())
        .text(error == null ? null : error.code())
        .text(error == null ? null : error.message())
        .text(error == null ? null : error.whatToDo().english())
        .text(error == null ? null : error.whatToDo().chinese())
        .text(error == null ? null : error.ip())
        .time(trouble == null ? null : trouble.since())
        .number(trouble == null ? null : (Long) (long) trouble.attempts())
        .time(trouble == null ? null : trouble.askAgainAt());
  }

  private static @Nullable Trouble readTrouble(Row row) throws SQLException {
    String nature = row.textOrNull("trouble_nature");
    if (nature == null) {
      return null;
    }
    return new Trouble(
        Trouble.Nature.valueOf(nature),
        new VendorError(
            row.text("trouble_code"),
            row.text("trouble_message"),
            new Advice(row.text("trouble_english"), row.text("trouble_chinese")),
            row.textOrNull("trouble_ip")),
        row.time("trouble_since"),
        row.small("trouble_attempts"),
        row.time("trouble_ask_again_at"));
  }

  private static void bindTally(Bind bind, Tally tally) throws SQLException {
    bind.number(tally.day().toEpochDay())
        .number(tally.vendorCalls())
        .number(tally.checks())
        .number(tally.forced())
        .time(tally.lastForcedAt())
        .time(tally.lastCheckAt())
        .time(tally.aliveUntil())
        .number(tally.foreignFetches());
  }

  private static Tally readTally(Row row) throws SQLException {
    return new Tally(
        LocalDate.ofEpochDay(row.number("tally_day")),
        row.small("tally_vendor_calls"),
        row.small("tally_checks"),
        row.small("tally_forced"),
        row.timeOrNull("tally_last_forced_at"),
        row.timeOrNull("tally_last_check_at"),
        row.timeOrNull("tally_alive_until"),
        row.number("tally_foreign_fetches"));
  }
}
