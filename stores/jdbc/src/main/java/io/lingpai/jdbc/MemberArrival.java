package io.lingpai.jdbc;

import io.lingpai.member.Arrival;
import io.lingpai.member.Arrival.Arrived;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.member.Profile;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes one login, all of it in one transaction:
 *
 * <ol>
 *   <li>the member's row, locked; made first where there is none. Of several who make it at once
 *       one does, and the others find it;
 *   <li>what is new about the member;
 *   <li>the session;
 *   <li>the answer, for whoever asks the same again;
 *   <li>the line of the audit log, last: see {@link JdbcAuditLog#line}.
 * </ol>
 *
 * <p>Whatever may ask the store for a data key is done before the transaction begins.
 */
final class MemberArrival {

  private final Arrival arrival;
  private final Vault vault;
  private final Dialect dialect;
  private final Function<Arrived, Secret> answer;
  private final JdbcAuditLog.Line line;
  private final byte @Nullable [] sealedDocument;
  private final @Nullable SealedKey key;

  MemberArrival(
      Arrival arrival,
      Vault vault,
      Dialect dialect,
      JdbcAuditLog audit,
      Function<Arrived, Secret> answer) {
    this.arrival = arrival;
    this.vault = vault;
    this.dialect = dialect;
    this.answer = answer;
    this.line = audit.line(arrival.at(), arrival.actor(), "member.login", "", "");
    Secret document = arrival.document();
    this.sealedDocument =
        document == null
            ? null
            : vault.seal(arrival.app(), documentPlace(arrival.app(), arrival.openid()), document);
    Secret sessionKey = arrival.sessionKey();
    this.key =
        sessionKey == null
            ? null
            : SealedKey.of(vault, arrival.app(), arrival.openid(), sessionKey);
    // So that sealing the answer within the transaction finds the data key in memory.
    vault.keyedHash(arrival.app());
  }

  Arrived writeOn(Connection connection) throws SQLException {
    Optional<Member> known = locked(connection);
    boolean first = known.isEmpty() && insert(connection);
    Member before =
        known.isPresent()
            ? known.get()
            : locked(connection).orElseThrow(() -> new SQLException("no member after its insert"));
    Member now = updated(before, first);
    update(connection, now);
    if (key != null) {
      key.replaceOn(connection, now.id(), arrival.at());
    }
    JdbcSessionStore.insert(connection, arrival.session(now.id()));
    Arrived arrived = new Arrived(now, first);
    keepAnswer(connection, arrived);
    line.about(now.app() + "/" + now.id(), first ? "first" : "login " + now.loginCount())
        .writeOn(connection);
    return arrived;
  }

  private Optional<Member> locked(Connection connection) throws SQLException {
    return MemberColumns.withOpenid(connection, arrival.app(), arrival.openid(), dialect.lockRow());
  }

  private boolean insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO member (id, app, openid, nickname, avatar, gender, province, city,"
                + " country, status, login_count, created_at, created_ip, last_login_at)"
                + " VALUES (?, ?, ?, '', '', 0, '', '', '', ?, 0, ?, ?, ?)"
                + dialect.unlessThere())) {
      Bind.to(insert)
          .text(arrival.proposedId())
          .text(arrival.app())
          .text(arrival.openid())
          .text(Member.ACTIVE)
          .time(arrival.at())
          .text(arrival.ip())
          .time(arrival.at());
      return insert.executeUpdate() == 1;
    }
  }

  /** As the row will be; of what this login does not tell, a known member keeps what was known. */
  private Member updated(Member before, boolean first) {
    Profile told = first ? arrival.profile().or(arrival.defaults()) : arrival.profile();
    return new Member(
        before.id(),
        before.app(),
        before.openid(),
        storable(arrival.unionid(), before.unionid()),
        text(told.nickname(), before.nickname()),
        text(told.avatar(), before.avatar()),
        Objects.requireNonNullElse(told.gender(), before.gender()),
        text(told.province(), before.province()),
        text(told.city(), before.city()),
        text(told.country(), before.country()),
        before.status(),
        before.loginCount() + 1,
        before.createdAt(),
        before.createdIp(),
        Micros.cut(arrival.at()),
        arrival.ip());
  }

  private static String text(@Nullable String told, String before) {
    return told == null ? before : Bind.storable(told);
  }

  private static @Nullable String storable(@Nullable String told, @Nullable String before) {
    return told == null ? before : Bind.storable(told);
  }

  private void update(Connection connection, Member now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE member SET unionid = ?, nickname = ?, avatar = ?, gender = ?, province = ?,"
                + " city = ?, country = ?, document_sealed = COALESCE(?, document_sealed),"
                + " login_count = ?, last_login_at = ?, last_login_ip = ? WHERE id = ?")) {
      Bind.to(update)
          .text(now.unionid())
          .text(now.nickname())
          .text(now.avatar())
          .number((long) now.gender())
          .text(now.province())
          .text(now.city())
          .text(now.country())
          .bytes(sealedDocument)
          .number(now.loginCount())
          .time(now.lastLoginAt())
          .text(now.lastLoginIp())
          .text(now.id());
      update.executeUpdate();
    }
  }

  private void keepAnswer(Connection connection, Arrived arrived) throws SQLException {
    String place = JdbcLoginAnswers.place(arrival.app(), arrival.request().id());
    JdbcLoginAnswers.insert(
        connection,
        dialect,
        arrival.app(),
        arrival.request(),
        arrived.member().id(),
        vault.seal(arrival.app(), place, answer.apply(arrived)),
        arrival.at());
  }

  static String documentPlace(String app, String openid) {
    return "member|" + app + "|" + openid + "|document";
  }

  /** A session key of the vendor's, ready to be stored. */
  record SealedKey(byte[] sealed, byte[] mark) {

    static SealedKey of(Vault vault, String app, String openid, Secret key) {
      String place = place(app, openid);
      return new SealedKey(vault.seal(app, place, key), vault.mark(app, place, key));
    }

    static String place(String app, String openid) {
      return "member|" + app + "|" + openid + "|session-key";
    }

    /** Both places hold what was sealed for the same name, so a key moves without being opened. */
    void replaceOn(Connection connection, String id, Instant at) throws SQLException {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE member SET previous_key_sealed = key_sealed, previous_key_until = ?,"
                  + " key_sealed = ?, key_mark = ?"
                  + " WHERE id = ? AND (key_mark IS NULL OR key_mark <> ?)")) {
        Bind.to(update)
            .time(at.plus(MemberStore.PREVIOUS_KEY_FOR))
            .bytes(sealed)
            .bytes(mark)
            .text(id)
            .bytes(mark);
        update.executeUpdate();
      }
    }
  }
}
