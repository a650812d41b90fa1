-- People who log in through a vendor. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.
CREATE TABLE member (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  openid TEXT NOT NULL,
  unionid TEXT,
  nickname TEXT NOT NULL,
  avatar TEXT NOT NULL,
  gender INTEGER NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  status TEXT NOT NULL,
  document_sealed BLOB,
  login_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_ip TEXT,
  last_login_at INTEGER NOT NULL,
  last_login_ip TEXT,
  -- The vendor's session key, a keyed hash of it to tell it from another, and the one before.
  key_sealed BLOB,
  key_mark BLOB,
  previous_key_sealed BLOB,
  previous_key_until INTEGER,
  UNIQUE (app, openid)
);
CREATE INDEX member_app ON member (app, id);
CREATE INDEX member_unionid ON member (unionid) WHERE unionid IS NOT NULL;

-- Sessions by the hash of what their holders show.
CREATE TABLE login_session (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  holder_kind TEXT NOT NULL,
  holder_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE INDEX login_session_holder ON login_session (app, holder_id);
CREATE INDEX login_session_end ON login_session (expires_at);

-- What a request was answered, by hashes of the request and of its code; for minutes.
CREATE TABLE login_answer (
  request TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  code TEXT NOT NULL,
  member_id TEXT,
  answer_sealed BLOB NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX login_answer_code ON login_answer (code);
CREATE INDEX login_answer_at ON login_answer (at);
