package io.lingpai.keeper;

import io.lingpai.credential.Trouble;
import org.jspecify.annotations.Nullable;

/** What came of calling a vendor with a credential, see {@link Lending}. */
public sealed interface Loan<T> {

  /** The vendor answered, if only to refuse. */
  record Answered<T>(T answer) implements Loan<T> {}

  /** There was no value to call with. */
  record Missing<T>(@Nullable Trouble why) implements Loan<T> {}
}
