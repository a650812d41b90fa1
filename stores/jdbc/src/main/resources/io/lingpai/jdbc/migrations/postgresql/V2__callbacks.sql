-- Messages of vendors, kept before they are acknowledged.
CREATE TABLE inbox_message (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  dedupe_key TEXT COLLATE "C" NOT NULL,
  received_at BIGINT NOT NULL,
  content_sealed BYTEA NOT NULL,
  UNIQUE (app, dedupe_key)
);
CREATE INDEX inbox_message_received ON inbox_message (received_at);

-- What is left to be done. The number says in which order jobs were added.
CREATE TABLE outbox_job (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  kind TEXT COLLATE "C" NOT NULL,
  lane SMALLINT NOT NULL,
  app TEXT COLLATE "C" NOT NULL,
  group_key TEXT COLLATE "C" NOT NULL,
  order_key TEXT COLLATE "C",
  message TEXT COLLATE "C",
  about TEXT NOT NULL,
  payload_sealed BYTEA,
  remembered SMALLINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  finished_at BIGINT,
  last_problem TEXT,
  holder TEXT COLLATE "C",
  lease_until BIGINT
);
CREATE INDEX outbox_job_due ON outbox_job (lane, due_at, group_key) WHERE state = 'WAITING';
CREATE INDEX outbox_job_order ON outbox_job (order_key, number) WHERE state = 'WAITING' AND order_key IS NOT NULL;
CREATE INDEX outbox_job_message ON outbox_job (message) WHERE state = 'WAITING' AND message IS NOT NULL;
CREATE INDEX outbox_job_finished ON outbox_job (finished_at) WHERE finished_at IS NOT NULL;
