package dev.tulle.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A copy of one of the project's examples, to be run or spoilt. */
record Example(Path folder, String name) {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  static Example copy(String name, Path folder) {
    try {
      Path data = EXAMPLES.resolve(name).resolve(name + ".csv");
      String ending = Files.exists(data) ? ".csv" : ".txt";
      for (String file : new String[] {name + ".net", name + ending}) {
        Files.copy(EXAMPLES.resolve(name).resolve(file), folder.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Example(folder, name);
  }

  String net() {
    return folder.resolve(name + ".net").toString();
  }

  Path csv() {
    return folder.resolve(name + ".csv");
  }

  String weights() {
    return folder.resolve(name + ".safetensors").toString();
  }

  /** Replaces a text of the net that must be there. */
  Example with(String text, String replacement) {
    return edit(
        Path.of(net()),
        before -> {
          if (!before.contains(text)) {
            throw new IllegalArgumentException("there is no `" + text + "` in " + net());
          }
          return before.replace(text, replacement);
        });
  }

  /** Changes the rows. */
  Example data(UnaryOperator<String> change) {
    return edit(csv(), change);
  }

  private Example edit(Path file, UnaryOperator<String> change) {
    try {
      Files.writeString(file, change.apply(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
