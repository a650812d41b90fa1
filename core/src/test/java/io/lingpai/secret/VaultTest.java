package io.lingpai.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreUnavailable;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds invariant 9: a secret never leaves; secrets at rest are encrypted. */
class VaultTest {

  private static final String PLACE = "credential|shop|access_token|current";
  private static final Secret TOKEN = Secret.of("令牌-" + "x".repeat(700));

  private final DataKeysInMemory keys = new DataKeysInMemory();
  private final MasterKey master = keyOf(1);
  private final Vault vault = new Vault(master, keys, new SecureRandom());

  @Test
  void what_is_sealed_opens_again_also_for_another_node() {
    byte[] sealed = vault.seal("shop", PLACE, TOKEN);

    assertThat(vault.open(PLACE, sealed)).isEqualTo(TOKEN);
    assertThat(new Vault(master, keys, new SecureRandom()).open(PLACE, sealed)).isEqualTo(TOKEN);
    assertThat(vault.seal("shop", PLACE, TOKEN)).as("a nonce of its own").isNotEqualTo(sealed);
  }

  @Test
  void named_secrets_are_sealed_as_one() {
    Map<String, Secret> secrets = Map.of("secret", TOKEN, "callback.aes_key", Secret.of("密"));
    byte[] sealed = vault.sealAll("shop", "app|shop|secrets", secrets);
    assertThat(vault.openAll("app|shop|secrets", sealed)).isEqualTo(secrets);
    assertThat(vault.openAll("x", vault.sealAll("shop", "x", Map.of()))).isEmpty();
  }

  @Test
  void a_value_moved_to_another_place_does_not_open() {
    byte[] sealed = vault.seal("shop", PLACE, TOKEN);
    assertThatThrownBy(() -> vault.open("credential|shop|access_token|previous", sealed))
        .isInstanceOf(CorruptStore.class)
        .hasMessageContaining("credential|shop|access_token|previous");
  }

  @Test
  void an_altered_value_does_not_open_whichever_byte_it_is() {
    byte[] sealed = vault.seal("shop", PLACE, Secret.of("t"));
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> vault.open(PLACE, altered)).isInstanceOf(CorruptStore.class);
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> vault.open(PLACE, cut)).isInstanceOf(CorruptStore.class);
    }
  }

  @Test
  void each_app_has_a_data_key_of_its_own() {
    byte[] sealed = vault.seal("shop", PLACE, TOKEN);
    byte[] other = vault.seal("other", PLACE, TOKEN);
    assertThat(List.of(sealed[1], sealed[2], sealed[3], sealed[4], sealed[5], sealed[6]))
        .isNotEqualTo(List.of(other[1], other[2], other[3], other[4], other[5], other[6]));
    assertThat(keys.all).hasSize(2);
  }

  @Test
  void the_slower_of_two_nodes_takes_the_data_key_of_the_faster() {
    Vault slower =
        new Vault(
            master,
            new DataKeysInMemory(keys.all) {
              private boolean asked;

              @Override
              public Optional<WrappedKey> newest(String app, String mark) {
                if (asked) {
                  return super.newest(app, mark);
                }
                asked = true;
                vault.seal(app, PLACE, TOKEN);
                return Optional.empty();
              }
            },
            new SecureRandom());

    byte[] sealed = slower.seal("shop", PLACE, TOKEN);

    assertThat(vault.open(PLACE, sealed)).isEqualTo(TOKEN);
    assertThat(keys.all).hasSize(1);
  }

  @Test
  void the_master_key_changes_while_nodes_on_the_old_one_read_on() {
    byte[] sealed = vault.seal("shop", PLACE, TOKEN);
    MasterKey next = keyOf(2);

    vault.wrapFor(next);
    vault.wrapFor(next);

    Vault changed = new Vault(next, keys, new SecureRandom());
    assertThat(changed.open(PLACE, sealed)).isEqualTo(TOKEN);
    assertThat(new Vault(master, keys, new SecureRandom()).open(PLACE, sealed)).isEqualTo(TOKEN);
    changed.seal("new-app", PLACE, TOKEN);
    assertThatThrownBy(() -> vault.seal("new-app", PLACE, TOKEN))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void a_keyed_hash_outlives_a_change_of_the_master_key() {
    byte[] before = vault.keyedHash("~audit").of(new byte[] {1});
    vault.wrapFor(keyOf(2));
    Vault changed = new Vault(keyOf(2), keys, new SecureRandom());
    assertThat(changed.keyedHash("~audit").of(new byte[] {1})).isEqualTo(before);
    assertThat(changed.keyedHash("other").of(new byte[] {1})).isNotEqualTo(before);
  }

  private static MasterKey keyOf(int first) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    return MasterKey.of(bytes);
  }

  private static class DataKeysInMemory implements DataKeyStore {
    private final List<WrappedKey> all;

    DataKeysInMemory() {
      this(new ArrayList<>());
    }

    DataKeysInMemory(List<WrappedKey> all) {
      this.all = all;
    }

    @Override
    public Optional<WrappedKey> newest(String app, String mark) {
      return all.stream()
          .filter(key -> key.app().equals(app) && key.mark().equals(mark))
          .findFirst();
    }

    @Override
    public Optional<WrappedKey> find(long id, String mark) {
      return all.stream().filter(key -> key.id() == id && key.mark().equals(mark)).findFirst();
    }

    @Override
    public boolean addFirst(WrappedKey key) {
      return all.stream().noneMatch(known -> known.app().equals(key.app())) && all.add(key);
    }

    @Override
    public void addWrap(WrappedKey key) {
      if (find(key.id(), key.mark()).isEmpty()) {
        all.add(key);
      }
    }

    @Override
    public List<WrappedKey> list(String mark, long after, int limit) {
      return all.stream()
          .filter(key -> key.mark().equals(mark) && key.id() > after)
          .sorted(Comparator.comparingLong(WrappedKey::id))
          .limit(limit)
          .toList();
    }
  }
}
