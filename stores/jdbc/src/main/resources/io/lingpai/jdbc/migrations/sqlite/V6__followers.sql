-- Who follows an account. What ends in _sealed is encrypted; see io.lingpai.secret.Vault. What the
-- columns mean for each other is decided by io.lingpai.follower.Follower.
CREATE TABLE follower (
  app TEXT NOT NULL,
  openid TEXT NOT NULL,
  unionid TEXT,
  subscribed INTEGER NOT NULL,
  subscribed_at INTEGER,
  unsubscribed_at INTEGER,
  as_of INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  scene TEXT,
  code TEXT,
  document_sealed BLOB,
  changed_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  -- The import that came to it last.
  seen_in TEXT,
  PRIMARY KEY (app, openid)
);
CREATE INDEX follower_unionid ON follower (unionid) WHERE unionid IS NOT NULL;

CREATE TABLE follower_import (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  -- The app while it runs, so that there is one at a time.
  running_app TEXT UNIQUE,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER,
  gone INTEGER NOT NULL,
  next_after TEXT NOT NULL,
  listed INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER,
  problem TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  holder TEXT,
  lease_until INTEGER
);
CREATE INDEX follower_import_app ON follower_import (app, started_at);
