-- Who follows an account. What ends in _sealed is encrypted; see io.lingpai.secret.Vault. What the
-- columns mean for each other is decided by io.lingpai.follower.Follower.
CREATE TABLE follower (
  app TEXT COLLATE "C" NOT NULL,
  openid TEXT COLLATE "C" NOT NULL,
  unionid TEXT COLLATE "C",
  subscribed SMALLINT NOT NULL,
  subscribed_at BIGINT,
  unsubscribed_at BIGINT,
  as_of BIGINT NOT NULL,
  disputed SMALLINT NOT NULL,
  scene TEXT,
  code TEXT,
  document_sealed BYTEA,
  changed_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  -- The import that came to it last.
  seen_in TEXT COLLATE "C",
  PRIMARY KEY (app, openid)
);
CREATE INDEX follower_unionid ON follower (unionid) WHERE unionid IS NOT NULL;

CREATE TABLE follower_import (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  -- The app while it runs, so that there is one at a time.
  running_app TEXT COLLATE "C" UNIQUE,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT,
  gone BIGINT NOT NULL,
  next_after TEXT COLLATE "C" NOT NULL,
  listed SMALLINT NOT NULL,
  started_by TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  finished_at BIGINT,
  problem TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  holder TEXT COLLATE "C",
  lease_until BIGINT
);
CREATE INDEX follower_import_app ON follower_import (app, started_at);
