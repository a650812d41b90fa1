package io.lingpai.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.fault.Fault;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(SandboxExtension.class)
class SandboxExtensionTest {
  @Test
  void a_sandbox_arrives_as_a_parameter_with_the_sample_apps(Sandbox sandbox) {
    assertThat(sandbox.wechat().apps()).hasSize(SampleApps.wechat().size());
    sandbox.next(Fault.isDown());
  }

  @Test
  void what_another_test_did_is_forgotten(Sandbox sandbox) {
    assertThat(sandbox.faults().pending()).isEmpty();
    sandbox.next(Fault.isDown());
  }

  @Nested
  class Inside {
    @Test
    void a_nested_class_shares_the_sandbox_of_its_outer_one(Sandbox sandbox) {
      assertThat(sandbox.faults().pending()).isEmpty();
    }
  }

  @Nested
  class OfItsOwn {
    @RegisterExtension final SandboxExtension own = new SandboxExtension();

    @Test
    void an_instance_field_gives_each_test_a_sandbox() {
      assertThat(own.sandbox().port()).isPositive();
    }
  }
}
