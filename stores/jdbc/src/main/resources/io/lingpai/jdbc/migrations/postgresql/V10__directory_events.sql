-- When a department was last heard of beside a synchronization: by an event, or by a login of one
-- of its people. One that began before that must not take it for gone.
ALTER TABLE department ADD COLUMN seen_at BIGINT;
