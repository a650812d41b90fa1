-- What a credential is refreshed with, the values that vendors push, and authorizations of
-- accounts to a third-party platform. Times and _sealed as in V1.

ALTER TABLE credential ADD COLUMN partner_sealed BYTEA;
ALTER TABLE credential ADD COLUMN partner_as_of BIGINT;
ALTER TABLE credential ADD COLUMN partner_rejected SMALLINT;

CREATE TABLE pushed_value (
  app TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  mark TEXT COLLATE "C" NOT NULL,
  sealed BYTEA NOT NULL,
  sent_at BIGINT NOT NULL,
  PRIMARY KEY (app, kind, mark)
);

-- An authorization that somebody began: found by the hash of its state, which only the vendor and
-- the browser are told.
CREATE TABLE authorization_attempt (
  state_hash TEXT COLLATE "C" PRIMARY KEY,
  component TEXT COLLATE "C" NOT NULL,
  sealed BYTEA NOT NULL,
  browser_hash TEXT,
  expires_at BIGINT NOT NULL,
  returned_at BIGINT
);
CREATE INDEX authorization_attempt_end ON authorization_attempt (expires_at);

-- An authorization code is good for one exchange, and comes by two ways. By its hash, so that a
-- copy of the database holds no code.
CREATE TABLE authorization_exchange (
  code_hash TEXT COLLATE "C" PRIMARY KEY,
  component TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  holder TEXT,
  lease_until BIGINT,
  account TEXT,
  began_at BIGINT NOT NULL,
  detail TEXT
);
CREATE INDEX authorization_exchange_began ON authorization_exchange (began_at);

CREATE TABLE authorizer_recovery (
  id TEXT COLLATE "C" PRIMARY KEY,
  component TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  found BIGINT NOT NULL,
  restored BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  detail TEXT,
  began_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX authorizer_recovery_component ON authorizer_recovery (component, began_at);
