package dev.tulle.runtime;

import dev.tulle.runtime.Safetensors.Tensor;
import dev.tulle.runtime.Safetensors.Type;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads safetensors files and trusts nothing in them. */
final class SafetensorsReader {
  /** The format's own limit for a header, in bytes. */
  private static final long MAX_HEADER = 100_000_000;

  /** The longest array that a VM makes. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private static final String METADATA = "__metadata__";

  private final String name;
  private final Source source;

  private SafetensorsReader(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  private static final String TRAIN_ANEW =
      "take the file that `tulle train --out` wrote, or train anew";

  /** Where the bytes are. */
  private interface Source {
    long size() throws IOException;

    /** So many bytes of its own, or of an array that nobody changes. */
    ByteBuffer bytes(long from, int count) throws IOException;
  }

  /** A tensor's entry in the header, with its range of bytes behind the header. */
  private record Entry(String name, Type type, List<Integer> shape, long begin, long end) {}

  static Safetensors read(Path file) throws WeightsException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsReader(file.toString(), source(channel, file)).read();
    } catch (WeightsException e) {
      throw e;
    } catch (IOException e) {
      throw WeightsException.because(file + " cannot be read", e);
    }
  }

  private static Source source(FileChannel channel, Path file) {
    return new Source() {
      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, from + bytes.position()) < 0) {
            throw new EOFException(file + " became shorter while it was read");
          }
        }
        return bytes.flip();
      }
    };
  }

  /**
   * Reads a stream to its end: memory grows with the bytes that come, not with what a header says.
   */
  static Safetensors read(InputStream stream, String name) throws WeightsException {
    try {
      byte[] all = stream.readNBytes(LONGEST);
      if (all.length == LONGEST && stream.read() >= 0) {
        throw new WeightsException(
            name + " has more bytes than an array can hold; a file can be read in parts");
      }
      return new SafetensorsReader(name, source(all)).read();
    } catch (WeightsException e) {
      throw e;
    } catch (IOException e) {
      throw WeightsException.because(name + " cannot be read", e);
    }
  }

  private static Source source(byte[] all) {
    return new Source() {
      @Override
      public long size() {
        return all.length;
      }

      @Override
      public ByteBuffer bytes(long from, int count) {
        return ByteBuffer.wrap(all, (int) from, count).slice();
      }
    };
  }

  private Safetensors read() throws IOException {
    long size = source.size();
    if (size < 8) {
      throw damaged("it has " + size + " bytes, fewer than the 8 that every such file begins with");
    }
    long headerLength = bytes(0, 8).getLong(0);
    if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
      if (isText(headerLength)) {
        throw new WeightsException(name + " is a text, not a safetensors file", TRAIN_ANEW);
      }
      throw damaged(
          "it claims a header of "
              + Long.toUnsignedString(headerLength)
              + " bytes, and the file has "
              + size);
    }
    Map<String, Object> header = header(bytes(8, (int) headerLength));
    Map<String, String> metadata = metadata(header.remove(METADATA));
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> member : header.entrySet()) {
      entries.add(entry(member.getKey(), member.getValue()));
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkRanges(entries, size - 8 - headerLength);
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : entries) {
      ByteBuffer data =
          bytes(8 + headerLength + entry.begin(), (int) (entry.end() - entry.begin()));
      tensors.add(new Tensor(entry.name(), entry.type(), entry.shape(), data));
    }
    return new Safetensors(tensors, metadata);
  }

  private Map<String, Object> header(ByteBuffer bytes) throws IOException {
    try {
      return JsonReader.readObject(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw damaged("its header is not UTF-8");
    } catch (JsonException e) {
      throw damaged("its header is not the JSON that was expected: " + e.getMessage());
    }
  }

  private Map<String, String> metadata(Object member) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (member == null) {
      return metadata;
    }
    if (!(member instanceof Map<?, ?> map)) {
      throw damaged(METADATA + " is not an object");
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof String text)) {
        throw damaged("`" + entry.getKey() + "` in " + METADATA + " is not a text");
      }
      metadata.put((String) entry.getKey(), text);
    }
    return metadata;
  }

  private Entry entry(String name, Object member) throws IOException {
    if (!(member instanceof Map<?, ?> map)
        || !(map.get("dtype") instanceof String typeName)
        || !(map.get("shape") instanceof List<?> sizes)
        || !(map.get("data_offsets") instanceof List<?> offsets)) {
      throw damaged("`" + name + "` lacks a dtype, a shape or data_offsets");
    }
    Type type = type(name, typeName);
    List<Integer> shape = new ArrayList<>();
    long bytes = type.bytes;
    for (Object item : sizes) {
      if (!(item instanceof Long length) || length < 0 || length > Integer.MAX_VALUE) {
        throw damaged("the shape of `" + name + "` has the size " + item);
      }
      shape.add(length.intValue());
      bytes *= length;
      if (bytes > Integer.MAX_VALUE - 8) {
        throw damaged("`" + name + "` has more bytes than an array can hold");
      }
    }
    if (offsets.size() != 2
        || !(offsets.get(0) instanceof Long begin)
        || !(offsets.get(1) instanceof Long end)
        || begin < 0
        || end < begin) {
      throw damaged("the data_offsets of `" + name + "` are " + offsets);
    }
    if (end - begin != bytes) {
      throw damaged(
          "`"
              + name
              + "` has "
              + (end - begin)
              + " bytes, but its shape "
              + shape
              + " and type "
              + type
              + " need "
              + bytes);
    }
    return new Entry(name, type, shape, begin, end);
  }

  private Type type(String name, String typeName) throws IOException {
    for (Type type : Type.values()) {
      if (type.name().equals(typeName)) {
        return type;
      }
    }
    throw damaged("`" + name + "` has the dtype " + typeName + ", which is not supported");
  }

  /** The format allows neither overlaps nor holes. */
  private void checkRanges(List<Entry> entries, long length) throws IOException {
    long end = 0;
    String before = "the header";
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw damaged(
            "the bytes of `"
                + entry.name()
                + "` begin at "
                + entry.begin()
                + ", but those of "
                + before
                + " end at "
                + end);
      }
      end = entry.end();
      before = "`" + entry.name() + "`";
    }
    if (end != length) {
      throw damaged("its tensors have " + end + " bytes, but " + length + " follow the header");
    }
  }

  /** Whether the first eight bytes are letters, digits, signs or white space. */
  private static boolean isText(long start) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      int c = (int) (start >>> shift & 0xFF);
      if (c != '\t' && c != '\n' && c != '\r' && (c < ' ' || c == 0x7F)) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer bytes(long from, int count) throws IOException {
    return source.bytes(from, count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private WeightsException damaged(String what) {
    return new WeightsException(name + " is not a sound safetensors file: " + what, TRAIN_ANEW);
  }
}
