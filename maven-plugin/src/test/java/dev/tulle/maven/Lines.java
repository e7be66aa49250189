package dev.tulle.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** A log that remembers what it was told, with the level in front. */
final class Lines extends SystemStreamLog {
  final List<String> all = new ArrayList<>();

  @Override
  public void info(CharSequence line) {
    all.add("info " + line);
  }

  @Override
  public void warn(CharSequence line) {
    all.add("warn " + line);
  }

  @Override
  public void error(CharSequence line) {
    all.add("error " + line);
  }
}
