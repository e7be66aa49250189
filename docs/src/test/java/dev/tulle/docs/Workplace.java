package dev.tulle.docs;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The folder that the blocks of one document work in: it begins as a checkout with the examples and
 * the launcher, and keeps what a block leaves for the next one, the current folder too.
 */
final class Workplace {
  private static final String LAUNCHER =
      """
      #!/bin/sh
      case $1 in
        train | evaluate | predict | generate | doctor) set -- --add-modules jdk.incubator.vector dev.tulle.cli.Main "$@" ;;
        *) set -- -XX:TieredStopAtLevel=1 dev.tulle.cli.Main "$@" ;;
      esac
      exec '%s' -XX:ActiveProcessorCount=1 -XX:+UseSerialGC -Xlog:disable -cp '%s' "$@"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      export JAVA_HOME='%s' MAVEN_OPTS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
      exec '%s' -B -ntp -s '%s' "-Dmaven.repo.local=%s" "$@"
      """;

  /** What goes on in the background is ended by its id when the document is through. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo $$ >> '%s'
      exec '%s' "$@"
      """;

  private static final String SETTINGS =
      """
      <settings>
        <profiles>
          <profile>
            <id>others</id>
            <activation><activeByDefault>true</activeByDefault></activation>
            <repositories><repository><id>others</id><url>%s</url></repository></repositories>
            <pluginRepositories>
              <pluginRepository><id>others</id><url>%s</url></pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
      </settings>
      """;

  private final Path root;
  private Path folder;

  /** What a shell wrote, and how it ended. */
  record Outcome(int code, String output) {}

  Workplace(Path root) throws IOException {
    this.root = root.toRealPath();
    this.folder = this.root;
    Path examples = Document.REPOSITORY.resolve("examples");
    for (Path file : SourceFiles.below(examples)) {
      if (isData(file.toString())) {
        Path copy = this.root.resolve("examples").resolve(examples.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    executable("tulle", LAUNCHER.formatted(java, classPath()));
    Files.createSymbolicLink(this.root.resolve("tulle"), Path.of(".bin", "tulle"));
  }

  /**
   * Lets the document call Maven, which takes Tulle from one repository and what others publish
   * from the one this build uses, and {@code java}, which is the one this test runs on.
   *
   * @param home the folder of Maven
   * @param own the repository that holds Tulle's artifacts, and becomes the local one
   * @param others the local repository of this build
   */
  void addMaven(Path home, Path own, Path others) throws IOException {
    Path settings = root.resolve(".bin").resolve("settings.xml");
    Files.writeString(settings, SETTINGS.formatted(others.toUri(), others.toUri()));
    executable(
        "mvn",
        MAVEN.formatted(System.getProperty("java.home"), home.resolve("bin/mvn"), settings, own));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    executable("java", JAVA.formatted(root.resolve(".bin").resolve("started"), java));
  }

  /** Ends every {@code java} that the document started and left running. */
  void endStarted() throws IOException {
    Path started = root.resolve(".bin").resolve("started");
    if (Files.exists(started)) {
      Files.readAllLines(started).stream()
          .map(Long::valueOf)
          .flatMap(id -> ProcessHandle.of(id).stream())
          .forEach(ProcessHandle::destroy);
    }
  }

  private static boolean isData(String file) {
    return file.endsWith(".net") || file.endsWith(".csv") || file.endsWith(".txt");
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.createDirectories(root.resolve(".bin")).resolve(name);
    Files.writeString(file, script);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  /** What this test runs with. */
  static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }

  /** The folder that the last block left. */
  Path folder() {
    return folder;
  }

  /** Writes a file that a document shows, relative to the current folder. */
  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw new IOException(name + " leads out of the document's folder");
    }
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Runs commands as a shell does that is told to stop at the first one that fails. */
  Outcome run(String commands) throws IOException, InterruptedException {
    Path output = Files.createTempFile("document", ".txt");
    Path left = Files.createTempFile("document", ".pwd");
    try {
      String script = commands + "\npwd -P > '" + left + "'\n";
      var builder = new ProcessBuilder(List.of("sh", "-e", "-c", script));
      builder.directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      var path = new ArrayList<>(List.of(root.resolve(".bin").toString()));
      path.add(System.getenv("PATH"));
      builder.environment().put("PATH", String.join(File.pathSeparator, path));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("this takes longer than five minutes: " + commands);
      }
      String written = Files.readString(output, StandardCharsets.UTF_8);
      String last = Files.readString(left).strip();
      folder = last.isEmpty() ? folder : Path.of(last);
      return new Outcome(process.exitValue(), written);
    } finally {
      Files.delete(output);
      Files.delete(left);
    }
  }
}
