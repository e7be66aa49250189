package dev.tulle.runtime.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * A file that takes its place when it is whole: until then what was there is as it was, and nobody
 * reads half of it.
 *
 * <p>Its folder is made where there is none. Of a link the target is replaced; rights of what was
 * there stay; a device or a pipe is written to, since nothing can take its place.
 */
public final class FreshFile implements Closeable {
  private final Path file;
  private final Path beside;
  private final FileChannel channel;

  /**
   * Begins a file.
   *
   * @param file where it goes
   * @throws IOException where a folder is there, or the folder around it cannot be written
   */
  public FreshFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    boolean exists = Files.exists(file);
    this.file = exists && Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    if (exists && !Files.isRegularFile(file)) {
      beside = this.file;
      channel = FileChannel.open(this.file, StandardOpenOption.WRITE);
    } else {
      Path folder = this.file.getParent();
      Files.createDirectories(folder);
      beside = Files.createTempFile(folder, ".", ".new");
      // A temporary file is its owner's alone; this one is to be as any other.
      Files.delete(beside);
      channel = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  /** Takes what is to be in the file. */
  public FileChannel channel() {
    return channel;
  }

  /** Waits until what was written is on the disk; a device or a pipe has none. */
  public void force() throws IOException {
    if (isAside()) {
      channel.force(true);
    }
  }

  /** Puts the file in its place. */
  public void commit() throws IOException {
    channel.close();
    if (isAside()) {
      keepRights();
      try {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private boolean isAside() {
    return !beside.equals(file);
  }

  private void keepRights() throws IOException {
    var rights = Files.getFileAttributeView(beside, PosixFileAttributeView.class);
    if (rights != null && Files.exists(file)) {
      rights.setPermissions(Files.getPosixFilePermissions(file));
    }
  }

  /** Takes away what was not committed. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (isAside()) {
      Files.deleteIfExists(beside);
    }
  }
}
