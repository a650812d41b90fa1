package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.audit.AuditLog;
import io.lingpai.audit.AuditLog.Entry;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every audit log must do. How it stands up to tampering, its own tests show. */
public abstract class AuditLogContract {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");

  protected AuditLog log;

  /** An empty log. */
  protected abstract AuditLog emptyLog();

  @BeforeEach
  void begin_with_an_empty_log() {
    log = emptyLog();
  }

  @Test
  void the_newest_is_listed_first_page_by_page() {
    for (int i = 1; i <= 5; i++) {
      log.append(NOW.plusSeconds(i), "k" + i, "app.create", "商店", "detail " + i);
    }
    assertThat(log.list(0, 2)).extracting(Entry::actor).containsExactly("k5", "k4");
    long last = log.list(0, 2).getLast().id();
    assertThat(log.list(last, 9)).extracting(Entry::actor).containsExactly("k3", "k2", "k1");
    Entry first = log.list(0, 9).getLast();
    assertThat(first.at()).isEqualTo(NOW.plusSeconds(1));
    assertThat(first.action()).isEqualTo("app.create");
    assertThat(first.subject()).isEqualTo("商店");
    assertThat(first.detail()).isEqualTo("detail 1");
  }

  @Test
  void a_whole_chain_is_whole_also_when_many_appended_at_once() {
    assertThat(log.firstBroken()).isEmpty();

    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> log.append(NOW, "k" + i, "key.create", "s", "\u0000 and \ud83d cut"));

    assertThat(log.firstBroken()).isEmpty();
    assertThat(log.list(0, 100)).extracting(Entry::hash).doesNotHaveDuplicates().hasSize(40);
  }
}
