package dev.tulle.runtime;

import dev.tulle.runtime.Safetensors.Tensor;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters and states of a net, never changed after construction, with what was fitted besides.
 */
public final class Weights {
  /** The metadata's name for the name of the net. */
  public static final String NET = "tulle.net";

  /** The metadata's name for the language edition. */
  public static final String EDITION = "tulle.edition";

  private final Layout layout;
  private final float[] values;
  private final Map<String, String> metadata;
  private final String origin;

  /**
   * Takes a copy of {@code values}.
   *
   * @throws IllegalArgumentException where {@code values} has less than the layout's length
   */
  public Weights(Layout layout, float[] values, Map<String, String> metadata) {
    this(layout, Arrays.copyOf(values, layout.length()), metadata, "these weights");
    if (values.length < layout.length()) {
      throw new IllegalArgumentException(
          values.length + " floats for a layout of " + layout.length());
    }
  }

  private Weights(Layout layout, float[] values, Map<String, String> metadata, String origin) {
    this.layout = layout;
    this.values = values;
    this.metadata = Map.copyOf(metadata);
    this.origin = origin;
  }

  /**
   * Reads a safetensors file. The layout is the file's order; {@link #bind} brings it into a net's.
   *
   * @throws WeightsException where the file is not well-formed or cannot be read
   */
  public static Weights read(Path file) throws WeightsException {
    return of(Safetensors.read(file), file.toString());
  }

  /**
   * Reads a resource that a class has opened, in the format of {@link #read(Path)}.
   *
   * @param stream what {@code owner.getResourceAsStream(resource)} gives; null where there is no
   *     such resource
   * @param resource its name as {@link Class#getResource} takes it
   * @throws WeightsException where it is missing, not well-formed, or cannot be read
   */
  public static Weights read(InputStream stream, String resource, Class<?> owner)
      throws WeightsException {
    String folder = owner.getPackageName().replace('.', '/');
    String path =
        resource.startsWith("/")
            ? resource.substring(1)
            : folder.isEmpty() ? resource : folder + "/" + resource;
    if (stream == null) {
      throw new WeightsException(
          "there is no resource `"
              + path
              + "` where "
              + owner.getName()
              + " was loaded from ("
              + place(owner)
              + (resource.startsWith("/")
                  ? ")"
                  : "); with a slash in front, a name begins at the root"));
    }
    return of(
        Safetensors.read(stream, "the resource `" + path + "`"), "the resource `" + path + "`");
  }

  private static String place(Class<?> owner) {
    if (owner.getModule().isNamed()) {
      return "the module " + owner.getModule().getName();
    }
    CodeSource source = owner.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "its class loader"
        : source.getLocation().toString();
  }

  private static Weights of(Safetensors contents, String origin) throws WeightsException {
    List<Layout.Entry> entries = new ArrayList<>();
    long offset = 0;
    for (Tensor tensor : contents.tensors()) {
      entries.add(new Layout.Entry(tensor.name(), tensor.shape(), (int) offset, true));
      offset += (tensor.count() + 15) / 16 * 16L;
      if (offset + Layout.SLACK > Integer.MAX_VALUE - 8) {
        throw new WeightsException(origin + " holds more floats than an array can");
      }
    }
    Layout layout = new Layout(entries, (int) offset + Layout.SLACK);
    float[] values = new float[layout.length()];
    for (int i = 0; i < entries.size(); i++) {
      float[] floats = contents.tensors().get(i).floats();
      System.arraycopy(floats, 0, values, entries.get(i).offset(), floats.length);
    }
    return new Weights(layout, values, contents.metadata(), origin);
  }

  /** Writes a safetensors file beside its place and moves it there. */
  public void write(Path file) throws WeightsException {
    List<Tensor> tensors = new ArrayList<>();
    for (Layout.Entry entry : layout.entries()) {
      tensors.add(Tensor.of(entry.name(), entry.shape(), values, entry.offset(), entry.count()));
    }
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * These weights in the layout of a net.
   *
   * @param net the net's name, which the metadata must give too
   * @param edition the net's language edition, likewise
   * @throws WeightsException where net or edition are others, or tensors are missing, too many, or
   *     of another shape; the message lists all of them
   */
  public Weights bind(Layout layout, String net, int edition) throws WeightsException {
    String otherNet = metadata.getOrDefault(NET, "");
    if (!otherNet.equals(net)) {
      throw new WeightsException(
          origin
              + (otherNet.isEmpty()
                  ? " does not say which net it belongs to; `" + net + "` is wanted"
                  : " holds the weights of the net `" + otherNet + "`, not of `" + net + "`"));
    }
    String otherEdition = metadata.getOrDefault(EDITION, "");
    if (!otherEdition.equals(Integer.toString(edition))) {
      throw new WeightsException(
          origin
              + " was written for edition `"
              + otherEdition
              + "` of the language, and `"
              + net
              + "` is of edition "
              + edition);
    }
    Map<String, Layout.Entry> given = byName();
    float[] bound = new float[layout.length()];
    List<String> mismatches = new ArrayList<>();
    for (Layout.Entry wanted : layout.entries()) {
      Optional<Layout.Entry> entry = Optional.ofNullable(given.remove(wanted.name()));
      String mismatch = mismatch(wanted, entry);
      if (!mismatch.isEmpty()) {
        mismatches.add(mismatch);
      }
      entry
          .filter(found -> mismatch.isEmpty())
          .ifPresent(
              found ->
                  System.arraycopy(values, found.offset(), bound, wanted.offset(), wanted.count()));
    }
    for (Layout.Entry entry : this.layout.entries()) {
      if (given.containsKey(entry.name())) {
        mismatches.add("`" + entry.name() + "` " + entry.shape() + " is not in the net");
      }
    }
    if (!mismatches.isEmpty()) {
      throw new WeightsException(doNotFit(net, mismatches));
    }
    return new Weights(layout, bound, metadata, origin);
  }

  /**
   * Holds some of these weights against a net's, whatever net they were trained in.
   *
   * @param net the net's name
   * @param paths of parameters and states of the net
   * @throws WeightsException where some are missing or have another shape; the message lists all
   */
  public void checkFit(Layout layout, String net, List<String> paths) throws WeightsException {
    Map<String, Layout.Entry> given = byName();
    List<String> mismatches =
        paths.stream()
            .map(path -> mismatch(layout.entry(path), Optional.ofNullable(given.get(path))))
            .filter(mismatch -> !mismatch.isEmpty())
            .toList();
    if (!mismatches.isEmpty()) {
      throw new WeightsException(
          doNotFit(net, mismatches),
          "weights are taken by their paths: name patterns of those that the file has in the net's"
              + " shapes");
    }
  }

  private Map<String, Layout.Entry> byName() {
    Map<String, Layout.Entry> given = new HashMap<>();
    layout.entries().forEach(entry -> given.put(entry.name(), entry));
    return given;
  }

  /** What is wrong with a tensor for the place of another; empty where nothing is. */
  private static String mismatch(Layout.Entry wanted, Optional<Layout.Entry> found) {
    if (found.isEmpty()) {
      return "`" + wanted.name() + "` " + wanted.shape() + " is missing";
    }
    Layout.Entry given = found.get();
    return given.shape().equals(wanted.shape())
        ? ""
        : "`" + wanted.name() + "` is " + given.shape() + ", but the net has " + wanted.shape();
  }

  private String doNotFit(String net, List<String> mismatches) {
    return origin + " does not fit `" + net + "`: " + String.join("; ", mismatches);
  }

  public Layout layout() {
    return layout;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** A copy of a tensor. @throws IllegalArgumentException where there is none of that name */
  public float[] tensor(String name) {
    Layout.Entry entry = layout.entry(name);
    return Arrays.copyOfRange(values, entry.offset(), entry.offset() + entry.count());
  }

  /**
   * The flat array itself, as {@link #layout} lays it out. It is not a copy: generated code reads
   * it at every prediction, and a copy each time would cost more than many a net.
   *
   * <p>That weights never change is therefore a convention of its readers, which nothing enforces:
   * whoever writes here changes a net under the threads that predict with it. To change weights,
   * make others with the constructor, which copies; to look at them, take {@link #tensor}.
   */
  public float[] array() {
    return values;
  }
}
