package io.lingpai.platform;

import io.lingpai.credential.VendorError;

/** What a check call proved about a value. */
public sealed interface Verdict {

  /** The vendor accepted it. */
  record Alive() implements Verdict {}

  /** The vendor called it dead, by one of the codes that prove death. */
  record Dead(VendorError why) implements Verdict {}

  /** Nothing was proved: the vendor was busy, out of quota, or not itself. */
  record Unproven(VendorError why) implements Verdict {}
}
