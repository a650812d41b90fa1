-- What a credential is refreshed with, the values that vendors push, and authorizations of
-- accounts to a third-party platform. Times and _sealed as in V1.

ALTER TABLE credential ADD COLUMN partner_sealed BLOB;
ALTER TABLE credential ADD COLUMN partner_as_of INTEGER;
ALTER TABLE credential ADD COLUMN partner_rejected INTEGER;

CREATE TABLE pushed_value (
  app TEXT NOT NULL,
  kind TEXT NOT NULL,
  mark TEXT NOT NULL,
  sealed BLOB NOT NULL,
  sent_at INTEGER NOT NULL,
  PRIMARY KEY (app, kind, mark)
);

-- An authorization that somebody began: found by the hash of its state, which only the vendor and
-- the browser are told.
CREATE TABLE authorization_attempt (
  state_hash TEXT PRIMARY KEY,
  component TEXT NOT NULL,
  sealed BLOB NOT NULL,
  browser_hash TEXT,
  expires_at INTEGER NOT NULL,
  returned_at INTEGER
);
CREATE INDEX authorization_attempt_end ON authorization_attempt (expires_at);

-- An authorization code is good for one exchange, and comes by two ways. By its hash, so that a
-- copy of the database holds no code.
CREATE TABLE authorization_exchange (
  code_hash TEXT PRIMARY KEY,
  component TEXT NOT NULL,
  state TEXT NOT NULL,
  holder TEXT,
  lease_until INTEGER,
  account TEXT,
  began_at INTEGER NOT NULL,
  detail TEXT
);
CREATE INDEX authorization_exchange_began ON authorization_exchange (began_at);

CREATE TABLE authorizer_recovery (
  id TEXT PRIMARY KEY,
  component TEXT NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  found INTEGER NOT NULL,
  restored INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  detail TEXT,
  began_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);
CREATE INDEX authorizer_recovery_component ON authorizer_recovery (component, began_at);
