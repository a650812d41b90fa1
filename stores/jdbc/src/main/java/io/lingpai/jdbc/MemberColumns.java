package io.lingpai.jdbc;

import io.lingpai.member.Member;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Members as rows. */
final class MemberColumns {

  static final String SELECT =
      "SELECT id, app, openid, unionid, nickname, avatar, gender, province, city, country, status,"
          + " login_count, created_at, created_ip, last_login_at, last_login_ip FROM member WHERE ";

  private MemberColumns() {}

  static Optional<Member> withOpenid(Connection connection, String app, String openid, String lock)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + "app = ? AND openid = ?" + lock)) {
      Bind.to(select).text(app).text(openid);
      return members(select).stream().findFirst();
    }
  }

  static List<Member> members(PreparedStatement select) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        members.add(member(new Row(rows)));
      }
    }
    return members;
  }

  private static Member member(Row row) throws SQLException {
    return new Member(
        row.text("id"),
        row.text("app"),
        row.text("openid"),
        row.textOrNull("unionid"),
        row.text("nickname"),
        row.text("avatar"),
        row.small("gender"),
        row.text("province"),
        row.text("city"),
        row.text("country"),
        row.text("status"),
        row.number("login_count"),
        row.time("created_at"),
        row.textOrNull("created_ip"),
        row.time("last_login_at"),
        row.textOrNull("last_login_ip"));
  }
}
