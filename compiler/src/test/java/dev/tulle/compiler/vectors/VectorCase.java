package dev.tulle.compiler.vectors;

import dev.tulle.runtime.Safetensors;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One case of a folder of reference vectors: what it is about, and its tensors. */
final class VectorCase {
  private static final List<VectorCase> ALL = read(folder());

  final String name;
  final String kind;
  final String op;
  private final Map<?, ?> attributes;
  private final Map<?, ?> shapes;
  private final Path file;
  private @Nullable Safetensors contents;

  private VectorCase(Path folder, Map<?, ?> entry) {
    name = (String) member(entry, "name");
    kind = (String) member(entry, "kind");
    op = (String) member(entry, "op");
    attributes = (Map<?, ?>) member(entry, "attrs");
    shapes = (Map<?, ?>) member(entry, "tensors");
    file = folder.resolve((String) member(entry, "file"));
  }

  private static Object member(Map<?, ?> object, String name) {
    return Objects.requireNonNull(object.get(name), name);
  }

  /** Every case of the folder. */
  static List<VectorCase> all() {
    return ALL;
  }

  /** The cases of a kind, as {@code cases.json} lists them. */
  static List<VectorCase> of(String kind) {
    return ALL.stream().filter(c -> c.kind.equals(kind)).toList();
  }

  /** The folder that {@code -Dtulle.reference} names, seen from here or from the project's root. */
  private static Path folder() {
    Path folder = Path.of(System.getProperty("tulle.reference", "src/test/resources/reference"));
    return folder.isAbsolute() || Files.exists(folder) ? folder : Path.of("..").resolve(folder);
  }

  private static List<VectorCase> read(Path folder) {
    try {
      Map<String, Object> index =
          JsonReader.readObject(Files.readString(folder.resolve("cases.json")));
      var cases = new ArrayList<VectorCase>();
      for (Object entry : (List<?>) member(index, "cases")) {
        cases.add(new VectorCase(folder, (Map<?, ?>) entry));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException(folder + " has an unsound cases.json", e);
    }
  }

  /** The case whose name has {@code after} in the place of {@code before}. */
  VectorCase sibling(String before, String after) {
    String wanted = name.replace(before, after);
    return ALL.stream().filter(c -> c.name.equals(wanted)).findFirst().orElseThrow();
  }

  /** What the case sets; each test has to take all of them. */
  Attributes attributes() {
    return new Attributes(attributes);
  }

  boolean has(String tensor) {
    return shapes.containsKey(tensor);
  }

  List<String> tensors() {
    return shapes.keySet().stream().map(String.class::cast).toList();
  }

  /** The sizes of a tensor as {@code cases.json} states them. */
  List<Integer> shape(String tensor) {
    if (!(shapes.get(tensor) instanceof List<?> entry)) {
      throw new IllegalArgumentException(name + " has no tensor " + tensor);
    }
    return ((List<?>) entry.get(1)).stream().map(s -> Math.toIntExact((Long) s)).toList();
  }

  /** A tensor's elements in row-major order. */
  double[] tensor(String tensor) {
    return contents()
        .tensor(tensor)
        .orElseThrow(() -> new IllegalArgumentException(file + " has no tensor " + tensor))
        .doubles();
  }

  private synchronized Safetensors contents() {
    Safetensors read = contents;
    if (read == null) {
      try {
        read = Safetensors.read(file);
        contents = read;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read;
  }

  @Override
  public String toString() {
    return name;
  }
}
