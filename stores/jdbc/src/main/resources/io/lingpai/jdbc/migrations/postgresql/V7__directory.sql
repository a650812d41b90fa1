-- A company's departments, as the vendor numbers them. The last three columns say how far the
-- synchronization of that id has come with a department.
CREATE TABLE department (
  app TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  parent BIGINT NOT NULL,
  gone_at BIGINT,
  seen_by TEXT COLLATE "C",
  read_by TEXT COLLATE "C",
  staffed_by TEXT COLLATE "C",
  PRIMARY KEY (app, id)
);
CREATE INDEX department_seen ON department (app, seen_by);

-- A company's people. What ends in _sealed is encrypted; see io.lingpai.secret.Vault.
CREATE TABLE employee (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  userid TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  mobile TEXT NOT NULL,
  position TEXT NOT NULL,
  active BIGINT NOT NULL,
  status TEXT NOT NULL,
  department_ids TEXT NOT NULL,
  department_names TEXT NOT NULL,
  role_id BIGINT NOT NULL,
  document_sealed BYTEA,
  created_at BIGINT NOT NULL,
  last_login_at BIGINT,
  seen_at BIGINT NOT NULL,
  gone_at BIGINT,
  seen_by TEXT COLLATE "C",
  UNIQUE (app, userid)
);
CREATE INDEX employee_app ON employee (app, id);
CREATE INDEX employee_seen ON employee (app, seen_by);

CREATE TABLE employee_role (
  app TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  power TEXT NOT NULL,
  PRIMARY KEY (app, id)
);

CREATE TABLE directory_sync (
  id TEXT COLLATE "C" PRIMARY KEY,
  app TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  problem TEXT,
  departments_added BIGINT NOT NULL,
  departments_changed BIGINT NOT NULL,
  departments_gone BIGINT NOT NULL,
  departments_back BIGINT NOT NULL,
  employees_added BIGINT NOT NULL,
  employees_changed BIGINT NOT NULL,
  employees_gone BIGINT NOT NULL,
  employees_back BIGINT NOT NULL
);
CREATE INDEX directory_sync_app ON directory_sync (app, started_at);
