-- What was passed on to vendors, by the vendors' day (counted from 1970-01-01).
CREATE TABLE usage_spent (
  day INTEGER NOT NULL,
  app TEXT NOT NULL,
  key_id TEXT NOT NULL,
  path TEXT NOT NULL,
  outcome TEXT NOT NULL,
  key_name TEXT NOT NULL,
  calls INTEGER NOT NULL,
  replays INTEGER NOT NULL,
  bytes_up INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  PRIMARY KEY (day, app, key_id, path, outcome)
);

-- Calls that were begun: what budgets are held against.
CREATE TABLE usage_begun (
  day INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (day, key_id)
);
