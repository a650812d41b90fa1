package io.lingpai.server.wiring;

import io.lingpai.secret.MasterKey;
import io.lingpai.secret.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The folder everything is kept in, and the two keys that may lie there. */
final class DataFolder {

  private static final int MASTER_KEY_BYTES = 32;
  private static final String EMBEDDED_STORE = "lingpai.db";

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final Path folder;

  DataFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path path() {
    return folder;
  }

  Path masterKeyFile() {
    return folder.resolve("master-key");
  }

  Path embeddedStore() {
    return folder.resolve(EMBEDDED_STORE);
  }

  Path adminKeyFile() {
    return folder.resolve("admin-key");
  }

  /** Makes the folder if need be, and finds out whether it can be written to. */
  void prepare() throws CannotStart {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(folder.toAbsolutePath());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      if (!Files.isDirectory(folder)) {
        throw new CannotStart("the data folder " + folder + " is not a folder");
      }
      Path probe = Files.createTempFile(folder, ".probe", null);
      Files.delete(probe);
    } catch (IOException e) {
      throw new CannotStart(
          "the data folder "
              + folder
              + " is not writable: "
              + reason(e)
              + "; make it writable for this user, or set `data` to another folder",
          e);
    }
  }

  /** The master key that lies here, or a new one if there is nothing yet that needs an old one. */
  MasterKey masterKey(RandomGenerator random) throws CannotStart {
    Path file = masterKeyFile();
    if (Files.exists(file)) {
      return parse(read(file), file.toString());
    }
    if (Files.exists(embeddedStore())) {
      throw noMasterKey();
    }
    byte[] bytes = new byte[MASTER_KEY_BYTES];
    random.nextBytes(bytes);
    writeNew(file, Base64.getEncoder().encodeToString(bytes));
    return MasterKey.of(bytes);
  }

  /** The master key that lies here; unlike {@link #masterKey}, makes none. */
  MasterKey knownMasterKey() throws CannotStart {
    Path file = masterKeyFile();
    if (!Files.exists(file)) {
      throw noMasterKey();
    }
    return parse(read(file), file.toString());
  }

  /** Keys that lie here and that others on this machine may read. */
  List<Path> exposedKeys() {
    return Stream.of(masterKeyFile(), adminKeyFile()).filter(DataFolder::readByOthers).toList();
  }

  private static boolean readByOthers(Path file) {
    try {
      return Files.exists(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(right -> OTHERS.contains(right));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a file system without such rights
    }
  }

  private CannotStart noMasterKey() {
    return new CannotStart(
        "the store in "
            + folder
            + " was encrypted with a master key, and none was given: put it"
            + " back into "
            + masterKeyFile()
            + ", or set `master-key` or LINGPAI_MASTER_KEY");
  }

  static MasterKey parse(String text, String where) throws CannotStart {
    try {
      return MasterKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CannotStart("the master key from " + where + " is not one: " + e.getMessage(), e);
    }
  }

  Optional<Secret> adminKey() throws CannotStart {
    Path file = adminKeyFile();
    return Files.exists(file) ? Optional.of(Secret.of(read(file))) : Optional.empty();
  }

  void writeAdminKey(String key) throws CannotStart {
    writeNew(adminKeyFile(), key);
  }

  void remove(Path file) throws CannotStart {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CannotStart(file + " cannot be removed: " + reason(e), e);
    }
  }

  private static String read(Path file) throws CannotStart {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new CannotStart(file + " is empty");
      }
      return text;
    } catch (IOException e) {
      throw new CannotStart(file + " cannot be read: " + reason(e), e);
    }
  }

  // Never readable for others, not even for a moment, and on disk before anything relies on it.
  private static void writeNew(Path file, String text) throws CannotStart {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new CannotStart(file + " was made by another process meanwhile; start again", e);
    } catch (IOException e) {
      throw new CannotStart(file + " cannot be written: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such folder";
      default -> String.valueOf(e.getMessage());
    };
  }
}
