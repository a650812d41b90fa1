package io.lingpai.server.access;

import io.lingpai.audit.AuditLog;
import io.lingpai.server.http.Request;
import java.time.InstantSource;

/** Notes in the audit log who has just done what. Blocks until that is durable. */
public final class Trail {

  private final AuditLog log;
  private final InstantSource clock;

  public Trail(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What the caller did who sent this request; see {@link AuditLog#append} for the rest. */
  public void note(Request request, String action, String subject, String detail) {
    log.append(clock.instant(), request.caller(Caller.class).keyId(), action, subject, detail);
  }

  /** What the server did by itself. */
  public void noteOurs(String action, String subject, String detail) {
    log.append(clock.instant(), "system", action, subject, detail);
  }
}
