-- A company's departments, as the vendor numbers them. The last three columns say how far the
-- synchronization of that id has come with a department.
CREATE TABLE department (
  app TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  parent INTEGER NOT NULL,
  gone_at INTEGER,
  seen_by TEXT,
  read_by TEXT,
  staffed_by TEXT,
  PRIMARY KEY (app, id)
);
CREATE INDEX department_seen ON department (app, seen_by);

-- A company's people. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.
CREATE TABLE employee (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  userid TEXT NOT NULL,
  name TEXT NOT NULL,
  mobile TEXT NOT NULL,
  position TEXT NOT NULL,
  active INTEGER NOT NULL,
  status TEXT NOT NULL,
  department_ids TEXT NOT NULL,
  department_names TEXT NOT NULL,
  role_id INTEGER NOT NULL,
  document_sealed BLOB,
  created_at INTEGER NOT NULL,
  last_login_at INTEGER,
  seen_at INTEGER NOT NULL,
  gone_at INTEGER,
  seen_by TEXT,
  UNIQUE (app, userid)
);
CREATE INDEX employee_app ON employee (app, id);
CREATE INDEX employee_seen ON employee (app, seen_by);

CREATE TABLE employee_role (
  app TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  power TEXT NOT NULL,
  PRIMARY KEY (app, id)
);

CREATE TABLE directory_sync (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  problem TEXT,
  departments_added INTEGER NOT NULL,
  departments_changed INTEGER NOT NULL,
  departments_gone INTEGER NOT NULL,
  departments_back INTEGER NOT NULL,
  employees_added INTEGER NOT NULL,
  employees_changed INTEGER NOT NULL,
  employees_gone INTEGER NOT NULL,
  employees_back INTEGER NOT NULL
);
CREATE INDEX directory_sync_app ON directory_sync (app, started_at);
