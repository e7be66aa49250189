package dev.tulle.runtime;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of a safetensors file: named tensors and a map of texts.
 *
 * @param tensors in the order of their bytes
 * @param metadata by name
 */
public record Safetensors(List<Tensor> tensors, Map<String, String> metadata) {
  /** How the elements of a tensor are stored, little endian. */
  public enum Type {
    F32(4),
    F64(8),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A tensor.
   *
   * @param shape its sizes; empty for a number
   * @param data its elements in row-major order, as the file has them
   */
  public record Tensor(String name, Type type, List<Integer> shape, ByteBuffer data) {
    public Tensor {
      shape = List.copyOf(shape);
      data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor of type F32 with a copy of some floats. */
    public static Tensor of(String name, List<Integer> shape, float[] values, int from, int count) {
      ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(4, count));
      data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, from, count);
      return new Tensor(name, Type.F32, shape, data);
    }

    /** The number of its elements. */
    public int count() {
      return data.limit() / type.bytes;
    }

    /** An element of row-major order, widened or rounded to double. */
    public double at(int element) {
      int at = element * type.bytes;
      return switch (type) {
        case F32 -> data.getFloat(at);
        case F64 -> data.getDouble(at);
        case F16 -> half(data.getShort(at));
        case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
        case I64 -> data.getLong(at);
        case I32 -> data.getInt(at);
        case I16 -> data.getShort(at);
        case I8 -> data.get(at);
        case U8, BOOL -> data.get(at) & 0xff;
      };
    }

    /** All elements. */
    public double[] doubles() {
      double[] values = new double[count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = at(i);
      }
      return values;
    }

    /** All elements, rounded to float where they are wider. */
    public float[] floats() {
      float[] values = new float[count()];
      if (type == Type.F32) {
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      } else {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) at(i);
        }
      }
      return values;
    }

    /** IEEE 754 binary16: JDK 17 has no method for it. */
    private static double half(short bits) {
      int exponent = (bits >> 10) & 0x1f;
      int fraction = bits & 0x3ff;
      double size;
      if (exponent == 0x1f) {
        size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      } else if (exponent == 0) {
        size = fraction * 0x1p-24;
      } else {
        size = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
      }
      return bits < 0 ? -size : size;
    }
  }

  public Safetensors {
    tensors = List.copyOf(tensors);
    metadata = Map.copyOf(metadata);
  }

  /** The tensor of that name. */
  public Optional<Tensor> tensor(String name) {
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** The names of all tensors. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    tensors.forEach(t -> names.add(t.name()));
    return names;
  }

  /**
   * Reads a file. Nothing is allocated that the file's own size does not bear out.
   *
   * @throws WeightsException where the file is not well-formed or cannot be read
   */
  public static Safetensors read(Path file) throws WeightsException {
    return SafetensorsReader.read(file);
  }

  /**
   * Reads a stream to its end, and leaves it open.
   *
   * @param name what messages call it
   * @throws WeightsException where it is not well-formed or cannot be read
   */
  public static Safetensors read(InputStream stream, String name) throws WeightsException {
    return SafetensorsReader.read(stream, name);
  }

  /**
   * Writes a file beside its place and moves it there, so that a reader sees the old file or the
   * new one, never a part. Equal contents give equal bytes.
   */
  public void write(Path file) throws WeightsException {
    SafetensorsWriter.write(this, file);
  }
}
