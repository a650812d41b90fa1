package io.lingpai.secret;

import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.DataKeyStore.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what is secret before it reaches the store, and opens it again.
 *
 * <p>Envelope encryption: every app has a data key, and the master key wraps that. So the master
 * key can change without touching a row. Every sealed value carries the id of its data key:
 *
 * <pre>
 * format 1 byte | data key id 8 bytes | nonce 12 bytes | ciphertext | tag 16 bytes
 * </pre>
 *
 * <p>Safe for many threads. Data keys, once read, are remembered; only the first use of an app asks
 * the store.
 */
public final class Vault {

  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 1 + Long.BYTES;
  private static final int KEY_BYTES = 32;
  private static final int PAGE = 200;

  private final MasterKey master;
  private final DataKeyStore keys;
  private final RandomGenerator random;
  private final Sealer sealer;
  private final String mark;
  private final SecretKey wrapping;
  private final Map<String, DataKey> byApp = new ConcurrentHashMap<>();
  private final Map<Long, DataKey> byId = new ConcurrentHashMap<>();

  /**
   * Opens nothing yet.
   *
   * @param random unpredictable: nonces and data keys are drawn from it
   */
  public Vault(MasterKey master, DataKeyStore keys, RandomGenerator random) {
    this.master = master;
    this.keys = keys;
    this.random = random;
    this.sealer = new Sealer(random);
    this.mark = master.mark();
    this.wrapping = master.wrappingKey();
  }

  public Fingerprints fingerprints() {
    return master.fingerprints();
  }

  /**
   * Seals one secret.
   *
   * @param app whose data key to use
   * @param row the place it is for, such as {@code credential|shop|access_token|current}
   */
  public byte[] seal(String app, String row, Secret secret) {
    return sealBytes(app, row, secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Opens what {@link #seal} made for the same place.
   *
   * @throws CorruptStore if it was altered, or made for another place
   */
  public Secret open(String row, byte[] sealed) {
    return Secret.of(new String(openBytes(row, sealed), StandardCharsets.UTF_8));
  }

  /** Seals named secrets as one. */
  public byte[] sealAll(String app, String row, Map<String, Secret> secrets) {
    Map<String, String> revealed = new TreeMap<>();
    secrets.forEach((name, secret) -> revealed.put(name, secret.reveal()));
    return sealBytes(app, row, Packed.pack(revealed));
  }

  /** Opens what {@link #sealAll} made for the same place. */
  public Map<String, Secret> openAll(String row, byte[] sealed) {
    Map<String, Secret> secrets = new TreeMap<>();
    Packed.unpack(openBytes(row, sealed)).forEach((name, it) -> secrets.put(name, Secret.of(it)));
    return secrets;
  }

  /**
   * A keyed hash under an app's data key, which outlives a change of the master key. Asking for it
   * may ask the store; hashing does not.
   */
  public KeyedHash keyedHash(String app) {
    SecretKeySpec key = new SecretKeySpec(keyOf(app).key.getEncoded(), "HmacSHA256");
    return data -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update("keyed-hash|".getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(data);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
      }
    };
  }

  /**
   * Tells a secret from another without opening either: the same for the same secret and place, and
   * nothing anybody could make without the app's data key.
   */
  public byte[] mark(String app, String row, Secret secret) {
    return keyedHash(app)
        .of(("mark|" + row + "|" + secret.reveal()).getBytes(StandardCharsets.UTF_8));
  }

  /** Hashes that nobody without the key can make. */
  @FunctionalInterface
  public interface KeyedHash {
    byte[] of(byte[] data);
  }

  /**
   * Wraps every data key by a further master key as well; a node on either reads on meanwhile. Data
   * keys made while this runs are caught by running it again.
   */
  public void wrapFor(MasterKey next) {
    long after = Long.MIN_VALUE;
    List<WrappedKey> page = keys.list(mark, after, PAGE);
    while (!page.isEmpty()) {
      for (WrappedKey wrapped : page) {
        keys.addWrap(wrap(unwrap(wrapped), next.mark(), next.wrappingKey()));
        after = wrapped.id();
      }
      page = keys.list(mark, after, PAGE);
    }
  }

  /** Seals what is confidential but no credential, such as a message. */
  public byte[] sealBytes(String app, String row, byte[] plain) {
    DataKey key = keyOf(app);
    byte[] sealed = sealer.seal(key.key, row, plain);
    return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
        .put(FORMAT)
        .putLong(key.id)
        .put(sealed)
        .array();
  }

  /**
   * Opens what {@link #sealBytes} made for the same place.
   *
   * @throws CorruptStore if it was altered, or made for another place
   */
  public byte[] openBytes(String row, byte[] sealed) {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    if (sealed.length < HEADER_BYTES || in.get() != FORMAT) {
      throw altered(row, new GeneralSecurityException("not a sealed value of a known format"));
    }
    DataKey key = keyById(row, in.getLong());
    try {
      return Sealer.open(key.key, row, in);
    } catch (GeneralSecurityException e) {
      throw altered(row, e);
    }
  }

  private DataKey keyOf(String app) {
    DataKey known = byApp.get(app);
    if (known != null) {
      return known;
    }
    DataKey key = keys.newest(app, mark).map(this::unwrap).orElseGet(() -> first(app));
    byApp.put(app, key);
    byId.put(key.id, key);
    return key;
  }

  private DataKey first(String app) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    DataKey made = new DataKey(random.nextLong(), app, new SecretKeySpec(bytes, "AES"));
    if (keys.addFirst(wrap(made, mark, wrapping))) {
      return made;
    }
    // Another node was faster, or has begun to change the master key.
    return keys.newest(app, mark)
        .map(this::unwrap)
        .orElseThrow(
            () ->
                new StoreUnavailable(
                    "the data key of " + app + " is not wrapped for this node's master key"));
  }

  private DataKey keyById(String row, long id) {
    DataKey known = byId.get(id);
    if (known != null) {
      return known;
    }
    Optional<WrappedKey> wrapped = keys.find(id, mark);
    if (wrapped.isEmpty()) {
      throw altered(row, new GeneralSecurityException("its data key is not in the store"));
    }
    DataKey key = unwrap(wrapped.get());
    byId.put(id, key);
    return key;
  }

  private WrappedKey wrap(DataKey key, String under, SecretKey with) {
    byte[] sealed = sealer.seal(with, place(key.id, key.app), key.key.getEncoded());
    return new WrappedKey(key.id, key.app, under, sealed);
  }

  private DataKey unwrap(WrappedKey key) {
    String place = place(key.id(), key.app());
    try {
      byte[] bytes = Sealer.open(wrapping, place, ByteBuffer.wrap(key.wrapped()));
      return new DataKey(key.id(), key.app(), new SecretKeySpec(bytes, "AES"));
    } catch (GeneralSecurityException e) {
      throw altered(place, e);
    }
  }

  private static String place(long id, String app) {
    return "data-key|" + app + "|" + Long.toHexString(id);
  }

  private static CorruptStore altered(String row, GeneralSecurityException why) {
    return new CorruptStore(
        "the sealed value at " + row + " does not open: it was altered, or belongs elsewhere",
        "Restore it from a backup, or remove the app and add it again",
        why);
  }

  private record DataKey(long id, String app, SecretKey key) {
    @Override
    public String toString() {
      return "DataKey[" + app + "]";
    }
  }
}
