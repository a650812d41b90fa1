package io.lingpai.client;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody is logged in. It prints without the session. */
public final class Login {

  private final String session;
  private final Instant sessionExpiresAt;
  private final boolean newMember;
  private final Person member;
  private final @Nullable String scope;
  private final boolean snapshotUser;

  Login(Fields said) {
    this.session = said.text("session");
    this.sessionExpiresAt = said.instant("session_expires_at");
    this.newMember = said.yes("new_member");
    this.member = new Person(said.object("member"));
    this.scope = said.orNull("scope");
    this.snapshotUser = said.yes("snapshot_user");
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

  /** What the visitor of a web page agreed to; empty for a mini program. */
  public Optional<String> scope() {
    return Optional.ofNullable(scope);
  }

  /** Whether a web page is only looked at as a snapshot, and the person is no real account. */
  public boolean snapshotUser() {
    return snapshotUser;
  }

  @Override
  public String toString() {
    return "login of " + member;
  }
}
