package io.lingpai.directory;

import io.lingpai.callback.Message;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import java.time.Duration;
import java.util.Map;

/**
 * A vendor said that something about a person or a department is different. What it is, and whether
 * it still is when we hear of it, only the vendor can say: the job is to ask, and to write what is
 * answered.
 */
public final class Rumour {

  /** The kind of the job; it is about a {@link #PERSON} or a {@link #DEPARTMENT}. */
  public static final String KIND = "directory-change";

  public static final String PERSON = "userid";
  public static final String DEPARTMENT = "department";

  private Rumour() {}

  /**
   * The job, to be added with the message that told of it. Those about the same come one after
   * another.
   *
   * @param about {@link #PERSON} or {@link #DEPARTMENT}
   * @param id the vendor's
   */
  public static NewJob of(Message message, String about, String id) {
    String place = KIND + "|" + message.app();
    return new NewJob(
        message.id() + "_" + about + "_" + id,
        KIND,
        Lane.USUAL,
        message.app(),
        place,
        place + "|" + about + "|" + id,
        null,
        Map.of(about, id),
        Map.of(),
        Duration.ZERO,
        false,
        null);
  }
}
