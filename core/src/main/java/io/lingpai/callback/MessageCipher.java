package io.lingpai.callback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The envelope of WeChat, DingTalk and WeCom: AES-256-CBC under one key, the first half of which is
 * the vector too.
 *
 * <pre>
 * random 16 bytes | length of the message 4 bytes | message | owner | padding 1 to 32 bytes
 * </pre>
 *
 * <p>The owner is whose message it is, by the vendor's id.
 *
 * <p>The padding fills blocks of 32 bytes, twice AES's, so that the JDK's own unpadding refuses
 * every second message; it is taken off here. Safe for many threads.
 */
public final class MessageCipher {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
  private static final int BLOCK = 32;
  private static final int AES_BLOCK = 16;
  private static final int RANDOM = 16;
  private static final int HEAD = RANDOM + Integer.BYTES;

  /** More would only be idle. */
  private static final int SPARE_AT_MOST = 64;

  private final SecretKeySpec key;
  private final IvParameterSpec vector;
  private final byte[] owner;

  /** Making and keying a cipher costs as much as using it; decrypting leaves it ready for more. */
  private final Queue<Cipher> spare = new ConcurrentLinkedQueue<>();

  /**
   * @param encodingAesKey as the vendor's console shows it; see {@link #isKey}
   */
  public MessageCipher(String encodingAesKey, String owner) {
    // The 43rd character may carry bits beyond the 32nd byte, which this decoder ignores.
    byte[] bytes = Base64.getDecoder().decode(encodingAesKey + "=");
    this.key = new SecretKeySpec(bytes, "AES");
    this.vector = new IvParameterSpec(bytes, 0, AES_BLOCK);
    this.owner = owner.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this is a key at all. */
  public static boolean isKey(String encodingAesKey) {
    return KEY.matcher(encodingAesKey).matches();
  }

  /** The message, or nothing if it was not sealed with this key for this owner. */
  public Optional<byte[]> open(String base64) {
    byte[] block;
    try {
      byte[] sealed = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
      if (sealed.length == 0 || sealed.length % AES_BLOCK != 0) {
        return Optional.empty();
      }
      block = decrypt(sealed);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int end = unpadded(block);
    if (end < HEAD) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(block).getInt(RANDOM);
    if (length < 0 || length > end - HEAD) {
      return Optional.empty();
    }
    byte[] sealedFor = Arrays.copyOfRange(block, HEAD + length, end);
    return MessageDigest.isEqual(sealedFor, owner)
        ? Optional.of(Arrays.copyOfRange(block, HEAD, HEAD + length))
        : Optional.empty();
  }

  /**
   * Seals a message.
   *
   * @param random 16 bytes
   */
  public String seal(byte[] random, byte[] message) {
    int size = HEAD + message.length + owner.length;
    int padding = BLOCK - size % BLOCK;
    byte[] block = new byte[size + padding];
    ByteBuffer.wrap(block).put(random, 0, RANDOM).putInt(message.length).put(message).put(owner);
    Arrays.fill(block, size, block.length, (byte) padding);
    try {
      return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(block));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks can be encrypted", e);
    }
  }

  /** Where the padding begins; -1 if it is none. */
  private static int unpadded(byte[] block) {
    int padding = block[block.length - 1];
    if (padding < 1 || padding > BLOCK || padding > block.length) {
      return -1;
    }
    int different = 0;
    for (int i = block.length - padding; i < block.length; i++) {
      different |= block[i] ^ padding;
    }
    return different == 0 ? block.length - padding : -1;
  }

  private byte[] decrypt(byte[] sealed) {
    Cipher cipher = spare.poll();
    try {
      if (cipher == null) {
        cipher = cipher(Cipher.DECRYPT_MODE);
      }
      byte[] block = cipher.doFinal(sealed);
      if (spare.size() < SPARE_AT_MOST) {
        spare.add(cipher);
      }
      return block;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks can be decrypted", e);
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, key, vector);
    return cipher;
  }
}
