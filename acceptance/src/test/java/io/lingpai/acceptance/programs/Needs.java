package io.lingpai.acceptance.programs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test where these programs are found, and says on the console what did not run where they
 * are not. {@code .ci/run} installs them, and fails if a test that needs them did not run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Found.class)
public @interface Needs {
  Program[] value();
}
