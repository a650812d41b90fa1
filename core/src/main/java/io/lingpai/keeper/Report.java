package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * What came of a report that a value is dead, or of an administrator's renewal.
 *
 * @param credential as it is now
 * @param renewed whether there is a newer value than when the report came
 * @param refused why the vendor was not asked, or gave nothing
 */
public record Report(Credential credential, boolean renewed, @Nullable Trouble refused) {}
