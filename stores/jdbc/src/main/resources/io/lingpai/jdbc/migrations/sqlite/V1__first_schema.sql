-- All times are microseconds since 1970 by the store's clock, so that every database orders and
-- compares them alike. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.

-- Numbers of the change feed, taken under this row's lock: so they are in commit order.
CREATE TABLE change_counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
);
INSERT INTO change_counter (id, value) VALUES (1, 0);

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE data_key (
  id INTEGER NOT NULL,
  app TEXT NOT NULL,
  mark TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (id, mark)
);
CREATE INDEX data_key_app ON data_key (app, mark);

CREATE TABLE credential (
  app TEXT NOT NULL,
  kind TEXT NOT NULL,
  current_sealed BLOB,
  current_version INTEGER,
  current_asked_at INTEGER,
  current_answered_at INTEGER,
  current_expires_at INTEGER,
  current_renew_at INTEGER,
  current_rehearsed INTEGER,
  current_proven_dead INTEGER,
  previous_sealed BLOB,
  previous_version INTEGER,
  previous_asked_at INTEGER,
  previous_answered_at INTEGER,
  previous_expires_at INTEGER,
  previous_renew_at INTEGER,
  previous_rehearsed INTEGER,
  previous_proven_dead INTEGER,
  previous_until INTEGER,
  intent_at INTEGER,
  intent_fence INTEGER,
  trouble_nature TEXT,
  trouble_code TEXT,
  trouble_message TEXT,
  trouble_english TEXT,
  trouble_chinese TEXT,
  trouble_ip TEXT,
  trouble_since INTEGER,
  trouble_attempts INTEGER,
  trouble_ask_again_at INTEGER,
  tally_day INTEGER NOT NULL,
  tally_vendor_calls INTEGER NOT NULL,
  tally_checks INTEGER NOT NULL,
  tally_forced INTEGER NOT NULL,
  tally_last_forced_at INTEGER,
  tally_last_check_at INTEGER,
  tally_alive_until INTEGER,
  tally_foreign_fetches INTEGER NOT NULL,
  due_at INTEGER,
  wanted_until INTEGER NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  holder TEXT,
  lease_until INTEGER,
  woken TEXT NOT NULL DEFAULT 'NO',
  change_number INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app, kind)
);
-- The due queue of the keeper.
CREATE INDEX credential_due ON credential (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX credential_lease ON credential (lease_until) WHERE lease_until IS NOT NULL;
CREATE UNIQUE INDEX credential_change ON credential (change_number);

CREATE TABLE app (
  name TEXT PRIMARY KEY,
  platform TEXT,
  vendor_id TEXT,
  settings TEXT,
  secrets_sealed BLOB,
  keep TEXT,
  sign_domains TEXT,
  component TEXT,
  state TEXT,
  reason TEXT,
  declared INTEGER,
  revision INTEGER NOT NULL,
  change_number INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (platform, vendor_id)
);
CREATE UNIQUE INDEX app_change ON app (change_number);

CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash BLOB NOT NULL,
  grants TEXT NOT NULL,
  options TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  revoked_at INTEGER,
  change_number INTEGER NOT NULL
);
CREATE UNIQUE INDEX api_key_change ON api_key (change_number);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
);
-- The end of the chain: without it, entries cut off the end would not be missed.
CREATE TABLE audit_end (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_id INTEGER NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_end (id, last_id, hash) VALUES (1, 0, '');

CREATE TABLE idempotency (
  key_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  response_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (key_id, idempotency_key)
);
CREATE INDEX idempotency_at ON idempotency (at);
