package io.lingpai.jdbc;

import io.lingpai.app.AppStore;
import io.lingpai.audit.AuditLog;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.callback.Inbox;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.FollowerStore;
import io.lingpai.key.KeyStore;
import io.lingpai.member.LoginAnswers;
import io.lingpai.member.MemberStore;
import io.lingpai.outbox.Outbox;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.MasterKey;
import io.lingpai.secret.Vault;
import io.lingpai.session.SessionStore;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.IdempotencyStore;
import io.lingpai.usage.UsageStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/** Everything that is kept, in one database. */
public final class JdbcStores implements AutoCloseable {

  private final Database database;
  private final Vault vault;
  private final CredentialStore credentials;
  private final AppStore apps;
  private final KeyStore keys;
  private final AuditLog audit;
  private final IdempotencyStore idempotency;
  private final AuthorizationStore authorizations;
  private final MemberStore members;
  private final SessionStore sessions;
  private final LoginAnswers loginAnswers;
  private final DirectoryStore directory;
  private final Inbox inbox;
  private final Outbox outbox;
  private final FollowerStore followers;
  private final FollowerImports followerImports;
  private final UsageStore usage;

  JdbcStores(Database database, MasterKey master, RandomGenerator random) {
    this.database = database;
    this.vault = new Vault(master, new JdbcDataKeyStore(database), random);
    this.credentials = new JdbcCredentialStore(database, vault);
    this.apps = new JdbcAppStore(database, vault);
    this.keys = new JdbcKeyStore(database);
    JdbcAuditLog log = new JdbcAuditLog(database, vault);
    this.audit = log;
    this.idempotency = new JdbcIdempotencyStore(database);
    this.authorizations = new JdbcAuthorizationStore(database, vault);
    this.members = new JdbcMemberStore(database, vault, log);
    this.sessions = new JdbcSessionStore(database);
    this.loginAnswers = new JdbcLoginAnswers(database, vault);
    this.directory = new JdbcDirectoryStore(database, vault, log);
    JobWrites jobs = new JobWrites(database, vault);
    FollowerWrites follows = new FollowerWrites(database, jobs);
    this.inbox = new JdbcInbox(database, vault, new EffectWrites(jobs, follows));
    this.outbox = new JdbcOutbox(database, vault, jobs);
    this.followers = new JdbcFollowerStore(database, vault, follows);
    this.followerImports = new JdbcFollowerImports(database, vault, follows);
    this.usage = new JdbcUsageStore(database);
  }

  /**
   * Opens the store, making or migrating it if need be.
   *
   * @param clock the embedded store's clock; a database server has its own
   * @param random unpredictable
   * @param threads gives platform threads
   * @throws io.lingpai.problem.StoreNotUsable if the configuration must change first
   * @throws io.lingpai.problem.WrongMasterKey if the store was made with another key
   * @throws io.lingpai.problem.CorruptStore if it is damaged
   * @throws StoreUnavailable if the database does not answer
   */
  public static JdbcStores open(
      StoreSettings settings,
      MasterKey master,
      InstantSource clock,
      RandomGenerator random,
      ThreadFactory threads) {
    Database database =
        settings.isEmbedded()
            ? SqliteDatabase.open(settings.data(), clock, threads, () -> {})
            : PooledDatabase.open(settings, threads);
    return open(database, master, random);
  }

  /**
   * Opens a store that exists, for reading only: it takes no lock and changes nothing, so it may
   * lie beside a running node.
   *
   * @throws io.lingpai.problem.StoreNotUsable if there is none, or not of this release
   * @throws io.lingpai.problem.WrongMasterKey if the store was made with another key
   * @throws io.lingpai.problem.CorruptStore if it is damaged
   * @throws StoreUnavailable if the database does not answer
   */
  public static JdbcStores glance(
      StoreSettings settings,
      MasterKey master,
      InstantSource clock,
      RandomGenerator random,
      ThreadFactory threads) {
    Database database =
        settings.isEmbedded()
            ? SqliteGlance.at(settings.data(), clock)
            : PooledDatabase.glance(settings, threads);
    try {
      Meta.check(database, master);
      return new JdbcStores(database, master, random);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Whether a node may be running on this store. Of a database server only that can be said.
   *
   * <p>Not for a process that has the store open itself: looking at the lock would end it.
   */
  public static boolean mayBeInUse(StoreSettings settings) {
    return !settings.isEmbedded() || SqliteDatabase.inUse(settings.data());
  }

  static JdbcStores open(Database database, MasterKey master, RandomGenerator random) {
    try {
      Meta.bind(database, master);
      return new JdbcStores(database, master, random);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public CredentialStore credentials() {
    return credentials;
  }

  public AppStore apps() {
    return apps;
  }

  public KeyStore keys() {
    return keys;
  }

  public AuditLog audit() {
    return audit;
  }

  public AuthorizationStore authorizations() {
    return authorizations;
  }

  public IdempotencyStore idempotency() {
    return idempotency;
  }

  public MemberStore members() {
    return members;
  }

  public SessionStore sessions() {
    return sessions;
  }

  public LoginAnswers loginAnswers() {
    return loginAnswers;
  }

  public DirectoryStore directory() {
    return directory;
  }

  public Inbox inbox() {
    return inbox;
  }

  public Outbox outbox() {
    return outbox;
  }

  public FollowerStore followers() {
    return followers;
  }

  public FollowerImports followerImports() {
    return followerImports;
  }

  public UsageStore usage() {
    return usage;
  }

  public Vault vault() {
    return vault;
  }

  /** What is wrong with the store now; empty if it answers. */
  public Optional<String> check() {
    try {
      database.read(connection -> Meta.read(connection, Meta.MASTER_KEY_MARK));
      return Optional.empty();
    } catch (StoreUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
