-- All times are microseconds since 1970 by the store's clock, so that every database orders and
-- compares them alike. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.

-- Numbers of the change feed, taken under this row's lock: so they are in commit order.
CREATE TABLE change_counter (
  id SMALLINT PRIMARY KEY CHECK (id = 1),
  value BIGINT NOT NULL
);
INSERT INTO change_counter (id, value) VALUES (1, 0);

CREATE TABLE meta (
  name TEXT COLLATE "C" PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE data_key (
  id BIGINT NOT NULL,
  app TEXT COLLATE "C" NOT NULL,
  mark TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  PRIMARY KEY (id, mark)
);
CREATE INDEX data_key_app ON data_key (app, mark);

CREATE TABLE credential (
  app TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  current_sealed BYTEA,
  current_version BIGINT,
  current_asked_at BIGINT,
  current_answered_at BIGINT,
  current_expires_at BIGINT,
  current_renew_at BIGINT,
  current_rehearsed SMALLINT,
  current_proven_dead SMALLINT,
  previous_sealed BYTEA,
  previous_version BIGINT,
  previous_asked_at BIGINT,
  previous_answered_at BIGINT,
  previous_expires_at BIGINT,
  previous_renew_at BIGINT,
  previous_rehearsed SMALLINT,
  previous_proven_dead SMALLINT,
  previous_until BIGINT,
  intent_at BIGINT,
  intent_fence BIGINT,
  trouble_nature TEXT,
  trouble_code TEXT,
  trouble_message TEXT,
  trouble_english TEXT,
  trouble_chinese TEXT,
  trouble_ip TEXT,
  trouble_since BIGINT,
  trouble_attempts BIGINT,
  trouble_ask_again_at BIGINT,
  tally_day BIGINT NOT NULL,
  tally_vendor_calls BIGINT NOT NULL,
  tally_checks BIGINT NOT NULL,
  tally_forced BIGINT NOT NULL,
  tally_last_forced_at BIGINT,
  tally_last_check_at BIGINT,
  tally_alive_until BIGINT,
  tally_foreign_fetches BIGINT NOT NULL,
  due_at BIGINT,
  wanted_until BIGINT NOT NULL,
  fence BIGINT NOT NULL DEFAULT 0,
  holder TEXT,
  lease_until BIGINT,
  woken TEXT NOT NULL DEFAULT 'NO',
  change_number BIGINT NOT NULL,
  removed SMALLINT NOT NULL DEFAULT 0,
  PRIMARY KEY (app, kind)
);
-- The due queue of the keeper.
CREATE INDEX credential_due ON credential (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX credential_lease ON credential (lease_until) WHERE lease_until IS NOT NULL;
CREATE UNIQUE INDEX credential_change ON credential (change_number);

CREATE TABLE app (
  name TEXT COLLATE "C" PRIMARY KEY,
  platform TEXT,
  vendor_id TEXT,
  settings TEXT,
  secrets_sealed BYTEA,
  keep TEXT,
  sign_domains TEXT,
  component TEXT,
  state TEXT,
  reason TEXT,
  declared SMALLINT,
  revision BIGINT NOT NULL,
  change_number BIGINT NOT NULL,
  removed SMALLINT NOT NULL DEFAULT 0,
  UNIQUE (platform, vendor_id)
);
CREATE UNIQUE INDEX app_change ON app (change_number);

CREATE TABLE api_key (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  hash BYTEA NOT NULL,
  grants TEXT NOT NULL,
  options TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT,
  revoked_at BIGINT,
  change_number BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_key_change ON api_key (change_number);

CREATE TABLE audit (
  id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
);
-- The end of the chain: without it, entries cut off the end would not be missed.
CREATE TABLE audit_end (
  id SMALLINT PRIMARY KEY CHECK (id = 1),
  last_id BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_end (id, last_id, hash) VALUES (1, 0, '');

CREATE TABLE idempotency (
  key_id TEXT COLLATE "C" NOT NULL,
  idempotency_key TEXT COLLATE "C" NOT NULL,
  response_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (key_id, idempotency_key)
);
CREATE INDEX idempotency_at ON idempotency (at);
