package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made from another app's credential, which wakes nobody: there may be ten thousand. */
class ParentsTest {

  private static final Duration TWO_HOURS = Duration.ofHours(2);

  private final Stage stage = new Stage();
  private final CredentialKey parent =
      stage.has(
          "platform",
          Samples.from(new Kind.Source.AppSecret(), "component_access_token"),
          false,
          null);
  private final CredentialKey child =
      stage.has(
          "authorizer",
          Samples.from(new Kind.Source.OwnPartner("component_access_token"), "access_token"),
          false,
          parent);

  @Test
  void whoever_asks_is_served_as_soon_as_the_parent_is_there() {
    stage.keeper.arrivals().named(child, Secret.of("r1"), stage.now);
    stage.platform.answers(new Issuance.Unavailable(VendorError.of("", "no answer")));
    stage.keeper.obtain(child);
    assertThat(stage.stored(child).trouble())
        .extracting(Trouble::nature)
        .isEqualTo(Trouble.Nature.BLOCKED_BY_PARENT);
    int asked = stage.platform.asked.size();

    stage.keeper.obtain(child);
    assertThat(stage.platform.asked).as("while the parent is missing").hasSize(asked);
    stage.keeper.arrivals().issued(parent, issued("component-token"), stage.now);
    stage.platform.answers(issued("a1"));
    stage.keeper.obtain(child);

    assertThat(stage.stored(child).trouble()).isNull();
    assertThat(stage.stored(child).alive(stage.now)).isNotNull();
  }

  private static Issuance.Issued issued(String value) {
    return new Issuance.Issued(Secret.of(value), TWO_HOURS);
  }
}
