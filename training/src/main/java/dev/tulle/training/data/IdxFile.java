package dev.tulle.training.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of bytes in axes (LeCun, Cortes & Burges, 1998): two zeros, the type, the number of axes,
 * their sizes, the bytes. It may be packed by gzip, whatever it is called.
 *
 * @param name what messages call it
 * @param sizes of the axes
 * @param bytes from 0 to 255, the last axis contiguous
 */
record IdxFile(String name, List<Integer> sizes, byte[] bytes) {
  private static final int UNSIGNED_BYTES = 0x08;
  private static final int GZIP = 0x1f8b;

  /** Reads a file and believes nothing that its length does not bear out. */
  static IdxFile read(Path file) {
    try (InputStream stream = unpacked(new BufferedInputStream(Files.newInputStream(file)))) {
      return read(file.toString(), new DataInputStream(stream));
    } catch (EOFException e) {
      throw damaged(file, "it ends in the midst of its header", e);
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static InputStream unpacked(BufferedInputStream stream) throws IOException {
    stream.mark(2);
    int magic = stream.read() << 8 | stream.read();
    stream.reset();
    return magic == GZIP ? new GZIPInputStream(stream, 1 << 16) : stream;
  }

  private static IdxFile read(String name, DataInputStream stream) throws IOException {
    if (stream.readUnsignedShort() != 0) {
      throw new IOException("it does not begin with two zeros, as such files do");
    }
    int type = stream.readUnsignedByte();
    if (type != UNSIGNED_BYTES) {
      throw new IOException(
          "its numbers are of the type %#x, and only bytes (0x8) are read".formatted(type));
    }
    int rank = stream.readUnsignedByte();
    List<Integer> sizes = new ArrayList<>();
    long count = 1;
    for (int axis = 0; axis < rank; axis++) {
      int size = stream.readInt();
      if (size < 1 || count * size > Integer.MAX_VALUE - 8) {
        throw new IOException(
            "its axis " + axis + " has the size " + Integer.toUnsignedString(size));
      }
      sizes.add(size);
      count *= size;
    }
    // The array grows as bytes arrive: a header alone cannot ask for memory.
    byte[] bytes = stream.readNBytes((int) count);
    if (bytes.length < count) {
      throw new IOException("its header says " + sizes + ", and " + bytes.length + " bytes follow");
    }
    if (stream.read() >= 0) {
      throw new IOException("its header says " + sizes + ", and more bytes follow");
    }
    return new IdxFile(name, sizes, bytes);
  }

  private static DataException damaged(Path file, String why, IOException cause) {
    DataException exception =
        new DataException(
            "D304",
            file + " cannot be read as IDX: " + why,
            "such files hold bytes and their sizes, as the files of MNIST do; gzip may pack them");
    exception.initCause(cause);
    return exception;
  }

  /** The size of the first axis. */
  int rows() {
    return sizes.isEmpty() ? 0 : sizes.get(0);
  }

  /** Bytes of a row. */
  int width() {
    return rows() == 0 ? 0 : bytes.length / rows();
  }
}
