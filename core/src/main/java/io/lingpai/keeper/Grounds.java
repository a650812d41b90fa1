package io.lingpai.keeper;

/** Why a value is taken for dead. */
public enum Grounds {
  /** A caller wants another value and does not say which one failed: a forced refresh. */
  HINT,
  /** A caller says that this value failed. */
  HEARSAY,
  /** The vendor said so to this node just now. */
  REFUSAL,
  /** The vendor refused the value before it as well, so that no replication explains it. */
  BOTH_REFUSED;

  boolean byVendor() {
    return this == REFUSAL || this == BOTH_REFUSED;
  }
}
