package dev.tulle.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a build printed; as a text it is the file's name, so that a failed assertion stays short.
 */
public final class BuildLog {
  private final Path file;
  private final String text;

  BuildLog(Path file) throws IOException {
    this.file = file;
    this.text = Files.readString(file);
  }

  /** Whether a text is in it. */
  public boolean has(String part) {
    return text.contains(part);
  }

  /** Whether a line of it matches a regular expression as a whole. */
  public boolean hasLine(String expression) {
    return Pattern.compile("^(?:" + expression + ")$", Pattern.MULTILINE).matcher(text).find();
  }

  /** How often a text is in it. */
  public int count(String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
