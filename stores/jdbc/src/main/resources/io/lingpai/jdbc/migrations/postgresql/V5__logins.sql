-- People who log in through a vendor. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.
CREATE TABLE member (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  openid TEXT COLLATE "C" NOT NULL,
  unionid TEXT COLLATE "C",
  nickname TEXT NOT NULL,
  avatar TEXT NOT NULL,
  gender BIGINT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  status TEXT NOT NULL,
  document_sealed BYTEA,
  login_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_ip TEXT,
  last_login_at BIGINT NOT NULL,
  last_login_ip TEXT,
  -- The vendor's session key, a keyed hash of it to tell it from another, and the one before.
  key_sealed BYTEA,
  key_mark BYTEA,
  previous_key_sealed BYTEA,
  previous_key_until BIGINT,
  UNIQUE (app, openid)
);
CREATE INDEX member_app ON member (app, id);
CREATE INDEX member_unionid ON member (unionid) WHERE unionid IS NOT NULL;

-- Sessions by the hash of what their holders show.
CREATE TABLE login_session (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  holder_kind TEXT NOT NULL,
  holder_id TEXT COLLATE "C" NOT NULL,
  started_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX login_session_holder ON login_session (app, holder_id);
CREATE INDEX login_session_end ON login_session (expires_at);

-- What a request was answered, by hashes of the request and of its code; for minutes.
CREATE TABLE login_answer (
  request TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  member_id TEXT COLLATE "C",
  answer_sealed BYTEA NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX login_answer_code ON login_answer (code);
CREATE INDEX login_answer_at ON login_answer (at);
