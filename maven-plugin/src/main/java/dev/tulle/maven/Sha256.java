package dev.tulle.maven;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /** The digest; nothing can be added behind it. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
