package io.lingpai.sandbox.junit;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A sandbox for tests, with the sample apps in it unless told otherwise:
 *
 * <pre>{@code
 * @RegisterExtension static SandboxExtension vendors = new SandboxExtension();
 *
 * @Test
 * void a_dead_token_is_replaced() {
 *   vendors.sandbox().next(refuses(40001).on("/cgi-bin/user/info"));
 *   …
 * }
 * }</pre>
 *
 * Or {@code @ExtendWith(SandboxExtension.class)} and a parameter of type {@link Sandbox}. In a
 * static field, and with {@code @ExtendWith} on the class, one sandbox serves the whole class at
 * one address and is reset before each test; in an instance field each test has its own.
 */
public final class SandboxExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final SandboxOptions options;
  private @Nullable Sandbox sandbox;

  /** Classes being run, nested ones included; 0 while the extension sits in an instance field. */
  private int classes;

  public SandboxExtension() {
    this(
        SandboxOptions.defaults()
            .apps(SampleApps.wechat())
            .component(SampleApps.platform())
            .app(SampleApps.dingtalk()));
  }

  public SandboxExtension(SandboxOptions options) {
    this.options = options;
  }

  /** The running sandbox; there is none outside tests. */
  public Sandbox sandbox() {
    if (sandbox == null) {
      throw new IllegalStateException(
          "no sandbox runs now (expected: to be asked inside a test or its set-up)");
    }
    return sandbox;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      sandbox = Sandbox.start(options);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (classes > 0) {
      sandbox().reset();
    } else {
      sandbox = Sandbox.start(options);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (classes == 0) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      close();
    }
  }

  private void close() {
    if (sandbox != null) {
      sandbox.close();
      sandbox = null;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class;
  }

  @Override
  public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return sandbox();
  }
}
