package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.Safetensors;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of a folder of reference vectors: what it is about, and its tensors. Names, shapes and
 * attributes are those of the files, so that any folder of this form can be read.
 */
final class VectorCase {
  private static final List<VectorCase> ALL = read(folders());

  final String name;
  final String kind;
  final String op;

  /** What the case says in words; may be empty. */
  final String note;

  private final Map<?, ?> attributes;
  private final Map<?, ?> shapes;
  private final Path file;

  /** Among all cases. */
  private final int number;

  private @Nullable Safetensors contents;

  private VectorCase(Path folder, Map<?, ?> entry, int number) {
    this.number = number;
    name = (String) member(entry, "name");
    kind = (String) member(entry, "kind");
    op = (String) member(entry, "op");
    attributes = (Map<?, ?>) member(entry, "attrs");
    shapes = (Map<?, ?>) member(entry, "tensors");
    note = entry.get("note") instanceof String text ? text : "";
    file = folder.resolve((String) member(entry, "file"));
  }

  /** A case with other contents: {@link #with}. */
  private VectorCase(VectorCase of, Map<?, ?> shapes, Safetensors contents) {
    name = of.name;
    kind = of.kind;
    op = of.op;
    note = of.note;
    attributes = of.attributes;
    number = of.number;
    file = of.file;
    this.shapes = shapes;
    this.contents = contents;
  }

  private static Object member(Map<?, ?> object, String name) {
    return Objects.requireNonNull(object.get(name), name);
  }

  /** Every case of every folder. */
  static List<VectorCase> all() {
    return ALL;
  }

  /** The cases of a kind, as {@code cases.json} lists them. */
  static List<VectorCase> of(String kind) {
    return ALL.stream().filter(c -> c.kind.equals(kind)).toList();
  }

  /** The folder that {@code -Dtulle.reference} names, seen from here or from the project's root. */
  private static List<Path> folders() {
    String given = System.getProperty("tulle.reference");
    if (given == null) {
      Path resources = Path.of("src/test/resources");
      return List.of(resources.resolve("reference"), resources.resolve("reference-other"));
    }
    Path folder = Path.of(given);
    return List.of(
        folder.isAbsolute() || Files.exists(folder) ? folder : Path.of("..").resolve(folder));
  }

  private static List<VectorCase> read(List<Path> folders) {
    var cases = new ArrayList<VectorCase>();
    for (Path folder : folders) {
      try {
        Map<String, Object> index =
            JsonReader.readObject(Files.readString(folder.resolve("cases.json")));
        for (Object entry : (List<?>) member(index, "cases")) {
          cases.add(new VectorCase(folder, (Map<?, ?>) entry, cases.size()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (JsonException e) {
        throw new IllegalStateException(folder + " has an unsound cases.json", e);
      }
    }
    return cases;
  }

  /** A name for a module; a case's own may hold anything, and may be that of another. */
  String module() {
    return "case" + number + "_" + name.replaceAll("\\W", "_");
  }

  /** The other cases of the same folder. */
  Stream<VectorCase> others() {
    return ALL.stream()
        .filter(c -> c != this && c.file.resolveSibling("").equals(file.resolveSibling("")));
  }

  /** The same case with another tensor, or with other elements of one. */
  VectorCase with(String tensor, List<Integer> sizes, double[] elements) {
    var entries = new LinkedHashMap<Object, Object>(shapes);
    entries.put(tensor, List.of("float64", sizes.stream().map(Integer::longValue).toList()));
    ByteBuffer data = ByteBuffer.allocate(8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(elements);
    var tensors = new ArrayList<>(contents().tensors());
    tensors.removeIf(t -> t.name().equals(tensor));
    tensors.add(new Safetensors.Tensor(tensor, Safetensors.Type.F64, sizes, data));
    return new VectorCase(this, entries, new Safetensors(tensors, Map.of()));
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

  /** Whether a tensor holds whole numbers: classes or places, which have no gradient. */
  boolean isWhole(String tensor) {
    return ((String) entry(tensor).get(0)).startsWith("int");
  }

  /** The sizes of a tensor as {@code cases.json} states them. */
  List<Integer> shape(String tensor) {
    return ((List<?>) entry(tensor).get(1)).stream().map(s -> Math.toIntExact((Long) s)).toList();
  }

  /** Type and sizes. */
  private List<?> entry(String tensor) {
    if (shapes.get(tensor) instanceof List<?> entry) {
      return entry;
    }
    throw new IllegalArgumentException(name + " has no tensor " + tensor);
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
        assertThat(read.tensors().stream().map(t -> t.name() + t.shape()))
            .as("tensors of %s, which cases.json lists", file)
            .containsExactlyInAnyOrderElementsOf(
                tensors().stream().map(t -> t + shape(t)).toList());
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
