package io.lingpai.wechat.signing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a signature is or is not accepted.
 *
 * @param right the signature is what WeChat computes for this page with the current ticket
 * @param findings the surest first; never empty
 */
public record Explanation(boolean right, List<Finding> findings) {

  public Explanation {
    findings = List.copyOf(findings);
  }

  /**
   * One reason.
   *
   * @param proved the signature comes out to the letter when this mistake is made; otherwise it is
   *     something that looks wrong
   * @param correction what should stand there instead; {@code null} where nothing can be said
   */
  public record Finding(Cause cause, boolean proved, @Nullable String correction) {}
}
