package dev.tulle.maven;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A digest over parts; each goes in with its length, so that none can pass for two. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String of(byte[] bytes) {
    return new Sha256().add(bytes).hex();
  }

  Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Sha256 add(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
    return this;
  }

  /** Adds a file, or all files of a folder with their names. */
  Sha256 add(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return add(Files.readAllBytes(path));
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        add(path.relativize(file).toString()).add(Files.readAllBytes(file));
      }
    }
    return this;
  }

  /** The digest; nothing can be added behind it. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
