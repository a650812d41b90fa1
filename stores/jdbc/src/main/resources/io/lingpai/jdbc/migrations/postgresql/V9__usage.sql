-- What was passed on to vendors, by the vendors' day (counted from 1970-01-01).
CREATE TABLE usage_spent (
  day BIGINT NOT NULL,
  app TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  key_name TEXT NOT NULL,
  calls BIGINT NOT NULL,
  replays BIGINT NOT NULL,
  bytes_up BIGINT NOT NULL,
  bytes_down BIGINT NOT NULL,
  PRIMARY KEY (day, app, key_id, path, outcome)
);

-- Calls that were begun: what budgets are held against.
CREATE TABLE usage_begun (
  day BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  calls BIGINT NOT NULL,
  PRIMARY KEY (day, key_id)
);
