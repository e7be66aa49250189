package dev.tulle.runtime;

import dev.tulle.runtime.Safetensors.Tensor;
import dev.tulle.runtime.io.FreshFile;
import dev.tulle.runtime.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files: metadata by name, tensors in their order, the header filled up to 8
 * bytes.
 */
final class SafetensorsWriter {
  private SafetensorsWriter() {}

  static void write(Safetensors contents, Path file) throws WeightsException {
    ByteBuffer header = header(contents);
    try {
      write(header, contents, file);
    } catch (IOException e) {
      throw WeightsException.because(file + " cannot be written", e);
    }
  }

  private static void write(ByteBuffer header, Safetensors contents, Path file) throws IOException {
    try (var fresh = new FreshFile(file)) {
      write(fresh.channel(), header);
      for (Tensor tensor : contents.tensors()) {
        write(fresh.channel(), tensor.data().duplicate().rewind());
      }
      fresh.force();
      fresh.commit();
    }
  }

  private static ByteBuffer header(Safetensors contents) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!contents.metadata().isEmpty()) {
      header.put("__metadata__", new TreeMap<>(contents.metadata()));
    }
    long begin = 0;
    for (Tensor tensor : contents.tensors()) {
      long end = begin + tensor.data().limit();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.type().name());
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(begin, end));
      if (header.put(tensor.name(), entry) != null) {
        throw new IllegalArgumentException("two tensors are called `" + tensor.name() + "`");
      }
      begin = end;
    }
    byte[] text = JsonWriter.write(header).getBytes(StandardCharsets.UTF_8);
    int length = (text.length + 7) / 8 * 8;
    ByteBuffer bytes = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
