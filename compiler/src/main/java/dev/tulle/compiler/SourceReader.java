package dev.tulle.compiler;

import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the texts of {@code .net} files, which are UTF-8 everywhere. */
public final class SourceReader {
  /** No text that people write is as long; more would be a wrong file, or a device without end. */
  private static final int LIMIT = 1 << 26;

  private static final int MOST_LOOKED_AT = 1000;

  private SourceReader() {}

  /** The text of a file, which diagnostics call by the path given. */
  public static SourceFile read(Path file) throws UnreadableSourceException {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(file.toString(), in);
    } catch (UnreadableSourceException e) {
      throw e;
    } catch (IOException | OutOfMemoryError e) {
      throw new UnreadableSourceException(
          file + " cannot be read: " + reason(file, e), help(file), e);
    }
  }

  /**
   * The text that a stream has, to its end.
   *
   * @param name how diagnostics call it
   */
  public static SourceFile decode(String name, InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new UnreadableSourceException(
          name + " is longer than " + (LIMIT >> 20) + " MB", "check the path");
    }
    return decode(name, bytes);
  }

  /**
   * The text that some bytes are.
   *
   * @param name how diagnostics call it
   */
  public static SourceFile decode(String name, byte[] bytes) throws UnreadableSourceException {
    try {
      return new SourceFile(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new UnreadableSourceException(name + " is no text in UTF-8", "save it as UTF-8", e);
    }
  }

  /** A path that is there, if one is near. */
  private static String help(Path file) {
    if (Files.isDirectory(file)) {
      return "name a file in it" + firstIn(file).map(f -> ", such as " + f).orElse("");
    }
    Path folder = file.resolveSibling("");
    Path name = file.getFileName();
    return Files.exists(file)
        ? "check the path"
        : NearNames.nearest(name.toString(), names(folder))
            .map(near -> "a similar file is " + file.resolveSibling(near))
            .orElse(
                Files.isDirectory(folder) || folder.toString().isEmpty()
                    ? "check the path"
                    : "there is no folder " + folder + " either: check the path");
  }

  private static Optional<Path> firstIn(Path folder) {
    return names(folder).stream().sorted().findFirst().map(folder::resolve);
  }

  /** The `.net` files of a folder; none where it cannot be read. */
  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".net"))
          .limit(MOST_LOOKED_AT)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String reason(Path file, Throwable e) {
    if (!Files.exists(file)) {
      return "there is no such file";
    }
    return Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
  }
}
