-- Messages of vendors, kept before they are acknowledged.
CREATE TABLE inbox_message (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  account TEXT NOT NULL,
  type TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  content_sealed BLOB NOT NULL,
  UNIQUE (app, dedupe_key)
);
CREATE INDEX inbox_message_received ON inbox_message (received_at);

-- What is left to be done. The number says in which order jobs were added.
CREATE TABLE outbox_job (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  lane INTEGER NOT NULL,
  app TEXT NOT NULL,
  group_key TEXT NOT NULL,
  order_key TEXT,
  message TEXT,
  about TEXT NOT NULL,
  payload_sealed BLOB,
  remembered INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  finished_at INTEGER,
  last_problem TEXT,
  holder TEXT,
  lease_until INTEGER
);
CREATE INDEX outbox_job_due ON outbox_job (lane, due_at, group_key) WHERE state = 'WAITING';
CREATE INDEX outbox_job_order ON outbox_job (order_key, number) WHERE state = 'WAITING' AND order_key IS NOT NULL;
CREATE INDEX outbox_job_message ON outbox_job (message) WHERE state = 'WAITING' AND message IS NOT NULL;
CREATE INDEX outbox_job_finished ON outbox_job (finished_at) WHERE finished_at IS NOT NULL;
