package io.lingpai.jdbc;

import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerStore;
import io.lingpai.follower.Told;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Followers in a database; what the vendor said of them encrypted. */
final class JdbcFollowerStore implements FollowerStore {

  private static final int AT_ONCE = 500;

  private final Database database;
  private final Vault vault;
  private final FollowerWrites writes;

  JdbcFollowerStore(Database database, Vault vault, FollowerWrites writes) {
    this.database = database;
    this.vault = vault;
    this.writes = writes;
  }

  @Override
  public Optional<Follower> find(String app, String openid) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(FollowerRow.SELECT + "app = ? AND openid = ?")) {
            Bind.to(select).text(app).text(openid);
            return FollowerRow.all(select).stream().findFirst().map(FollowerRow::follower);
          }
        });
  }

  @Override
  public List<Follower> withUnionid(String unionid) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  FollowerRow.SELECT + "unionid = ? ORDER BY app, openid")) {
            Bind.to(select).text(unionid);
            return FollowerRow.all(select).stream().map(FollowerRow::follower).toList();
          }
        });
  }

  @Override
  public Optional<Secret> document(String app, String openid) {
    Optional<byte[]> sealed =
        database.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT document_sealed FROM follower WHERE app = ? AND openid = ?")) {
                Bind.to(select).text(app).text(openid);
                try (ResultSet rows = select.executeQuery()) {
                  return rows.next() ? Optional.ofNullable(rows.getBytes(1)) : Optional.empty();
                }
              }
            });
    return sealed.map(bytes -> vault.open(FollowerRow.documentPlace(app, openid), bytes));
  }

  @Override
  public Census census(String app) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT COUNT(*) AS known, COALESCE(SUM(subscribed), 0) AS subscribed,"
                      + " COUNT(unionid) AS with_unionid FROM follower WHERE app = ?")) {
            Bind.to(select).text(app);
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              Row row = new Row(rows);
              return new Census(
                  row.number("known"), row.number("subscribed"), row.number("with_unionid"));
            }
          }
        });
  }

  @Override
  public Map<String, Long> revisions(String app, List<String> openids) {
    Map<String, Long> revisions = new HashMap<>();
    for (int from = 0; from < openids.size(); from += AT_ONCE) {
      List<String> some = openids.subList(from, Math.min(openids.size(), from + AT_ONCE));
      database
          .read(
              connection -> {
                try (PreparedStatement select =
                    connection.prepareStatement(
                        FollowerRow.SELECT
                            + "app = ? AND openid IN ("
                            + marks(some.size())
                            + ")")) {
                  Bind bind = Bind.to(select).text(app);
                  for (String openid : some) {
                    bind.text(openid);
                  }
                  return FollowerRow.all(select);
                }
              })
          .forEach(row -> revisions.put(row.follower().openid(), row.follower().revision()));
    }
    return revisions;
  }

  static String marks(int count) {
    return "?" + ", ?".repeat(count - 1);
  }

  @Override
  public Follower.Outcome learn(String app, Told told, long seen) {
    byte @Nullable [] sealed = FollowerRow.seal(vault, app, told);
    return database.write(
        connection -> writes.learn(connection, app, told, seen, sealed, null).outcome());
  }
}
