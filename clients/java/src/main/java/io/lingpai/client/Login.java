package io.lingpai.client;

import java.time.Instant;

/** Somebody is logged in. It prints without the session. */
public final class Login {

  private final String session;
  private final Instant sessionExpiresAt;
  private final boolean newMember;
  private final Person member;

  Login(Fields said) {
    this.session = said.text("session");
    this.sessionExpiresAt = said.instant("session_expires_at");
    this.newMember = said.yes("new_member");
    this.member = new Person(said.object("member"));
  }

  /** The session: a secret of the person's, which {@code introspect} takes. */
  public String session() {
    return session;
  }

  /** When it ends, by the server's clock. */
  public Instant sessionExpiresAt() {
    return sessionExpiresAt;
  }

  /** Whether this is the person's first login. */
  public boolean newMember() {
    return newMember;
  }

  /** Who it is. */
  public Person member() {
    return member;
  }

  @Override
  public String toString() {
    return "login of " + member;
  }
}
