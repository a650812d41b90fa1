package io.lingpai.jdbc;

import io.lingpai.jdbc.MemberArrival.SealedKey;
import io.lingpai.member.Arrival;
import io.lingpai.member.Arrival.Arrived;
import io.lingpai.member.Member;
import io.lingpai.member.MemberStore;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import io.lingpai.session.Session.Holder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Members in a database; what the vendor said of them and their session keys encrypted. */
final class JdbcMemberStore implements MemberStore {

  private final Database database;
  private final Vault vault;
  private final JdbcAuditLog audit;

  JdbcMemberStore(Database database, Vault vault, JdbcAuditLog audit) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
  }

  @Override
  public Arrived arrive(Arrival arrival, Function<Arrived, Secret> answer) {
    MemberArrival writing = new MemberArrival(arrival, vault, database.dialect(), audit, answer);
    return database.write(writing::writeOn);
  }

  @Override
  public Optional<Member> find(String app, String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(MemberColumns.SELECT + "id = ? AND app = ?")) {
            Bind.to(select).text(id).text(app);
            return MemberColumns.members(select).stream().findFirst();
          }
        });
  }

  @Override
  public Optional<Member> withOpenid(String app, String openid) {
    return database.read(connection -> MemberColumns.withOpenid(connection, app, openid, ""));
  }

  @Override
  public List<Member> list(String app, @Nullable String unionid, String after, int limit) {
    String which = unionid == null ? "" : "unionid = ? AND ";
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  MemberColumns.SELECT + which + "app = ? AND id > ? ORDER BY id LIMIT ?")) {
            Bind bind = Bind.to(select);
            if (unionid != null) {
              bind.text(unionid);
            }
            bind.text(app).text(after).number(limit);
            return MemberColumns.members(select);
          }
        });
  }

  @Override
  public Optional<Secret> document(String app, String id) {
    return sealed(app, id).flatMap(found -> document(app, found));
  }

  private Optional<Secret> document(String app, Sealed found) {
    return found.document == null
        ? Optional.empty()
        : Optional.of(vault.open(MemberArrival.documentPlace(app, found.openid), found.document));
  }

  @Override
  public List<Secret> sessionKeys(String app, String id, Instant now) {
    List<Secret> keys = new ArrayList<>();
    sealed(app, id)
        .ifPresent(
            found -> {
              String place = SealedKey.place(app, found.openid);
              if (found.key != null) {
                keys.add(vault.open(place, found.key));
              }
              if (found.previous != null
                  && found.previousUntil != null
                  && now.isBefore(found.previousUntil)) {
                keys.add(vault.open(place, found.previous));
              }
            });
    return keys;
  }

  private Optional<Sealed> sealed(String app, String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT openid, document_sealed, key_sealed, previous_key_sealed,"
                      + " previous_key_until FROM member WHERE id = ? AND app = ?")) {
            Bind.to(select).text(id).text(app);
            try (ResultSet rows = select.executeQuery()) {
              if (!rows.next()) {
                return Optional.empty();
              }
              Row row = new Row(rows);
              return Optional.of(
                  new Sealed(
                      row.text("openid"),
                      row.bytesOrNull("document_sealed"),
                      row.bytesOrNull("key_sealed"),
                      row.bytesOrNull("previous_key_sealed"),
                      row.timeOrNull("previous_key_until")));
            }
          }
        });
  }

  @Override
  public void replaceSessionKey(String app, String id, Secret sessionKey, Instant at) {
    Optional<Member> member = find(app, id);
    if (member.isEmpty()) {
      return;
    }
    SealedKey key = SealedKey.of(vault, app, member.get().openid(), sessionKey);
    database.write(
        connection -> {
          key.replaceOn(connection, id, at);
          return id;
        });
  }

  @Override
  public void learnUnionid(String app, String id, String unionid) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE member SET unionid = ? WHERE id = ? AND app = ?"
                      + " AND (unionid IS NULL OR unionid <> ?)")) {
            Bind.to(update).text(unionid).text(id).text(app).text(unionid);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public boolean erase(String app, String id, String actor, Instant at) {
    JdbcAuditLog.Line line = audit.line(at, actor, "member.erase", app + "/" + id, "");
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM member WHERE id = ? AND app = ?")) {
            Bind.to(delete).text(id).text(app);
            if (delete.executeUpdate() == 0) {
              return false;
            }
          }
          JdbcSessionStore.removeAll(connection, app, Holder.member(id));
          JdbcLoginAnswers.removeOf(connection, app, id);
          line.writeOn(connection);
          return true;
        });
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealed(
      String openid,
      byte @Nullable [] document,
      byte @Nullable [] key,
      byte @Nullable [] previous,
      @Nullable Instant previousUntil) {}
}
