package dev.tulle.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder with a script {@code tulle} that starts the command line in a JVM of its own. */
final class Shell {
  /** These commands are over before the second compiler's code would pay, a net's few steps too. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      case $1 in
        train | evaluate | predict | doctor) set -- --add-modules jdk.incubator.vector dev.tulle.cli.Main "$@" ;;
        *) set -- dev.tulle.cli.Main "$@" ;;
      esac
      exec '%s' $JVM -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -cp '%s' "$@"
      """;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm"));

  /** What a command line wrote, and how it ended. */
  record Outcome(int code, String out, String err) {
    /** What the command wrote on standard error, without what the JVM did. */
    String messages() {
      return err.replaceAll("WARNING: Using incubator modules: .*\\R", "");
    }
  }

  Shell(Path folder) throws IOException {
    this.folder = folder;
    Path script = Files.createDirectories(folder.resolve(".bin")).resolve("tulle");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(script, SCRIPT.formatted(java, classPath));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  /** Sets a variable for everything that is started from now on. */
  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts a command line in the folder; what it writes on standard error goes to a file. */
  Process start(String commands, Path err) throws IOException {
    var builder = new ProcessBuilder(List.of("/bin/sh", "-c", commands));
    builder.directory(folder.toFile()).redirectError(err.toFile());
    List.of("NO_COLOR", "COLUMNS", "JAVA_TOOL_OPTIONS").forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.resolve(".bin").toString(), (a, b) -> b + ":" + a);
    return builder.start();
  }

  /** Runs a command line to its end. */
  Outcome run(String commands) throws IOException, InterruptedException {
    Path err = Files.createTempFile(folder, ".err", "");
    Process process = start(commands, err);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return ended(process, out, err);
  }

  static Outcome ended(Process process, String out, Path err)
      throws IOException, InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("no end after five minutes");
    }
    String messages = Files.readString(err);
    Files.delete(err);
    return new Outcome(process.exitValue(), out, messages);
  }
}
