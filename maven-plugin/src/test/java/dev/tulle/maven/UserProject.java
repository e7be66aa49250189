package dev.tulle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A project below {@code src/it} that a script builds again after the invoker built it once. */
public final class UserProject {
  private final Path folder;
  private final List<String> maven;
  private final String machine;

  /** The variables that the invoker gives a script. */
  public UserProject(File folder, String mavenHome, File localRepository) {
    this.folder = folder.toPath();
    Path settings = this.folder.resolveSibling("interpolated-settings.xml");
    this.maven =
        List.of(
            Path.of(mavenHome, "bin", "mvn").toString(),
            "-B",
            "-ntp",
            "-s",
            settings.toString(),
            "-Dmaven.repo.local=" + localRepository);
    this.machine = "";
  }

  private UserProject(Path folder, List<String> maven, String machine) {
    this.folder = folder;
    this.maven = maven;
    this.machine = machine;
  }

  /** A project in a folder below this one's. */
  public UserProject in(String name) {
    return new UserProject(folder.resolve(name), maven, machine);
  }

  /**
   * The same project on a machine that is set up otherwise.
   *
   * @param options for the JVM, which asks for its locale before Maven has read a {@code -D}
   */
  public UserProject on(String options) {
    return new UserProject(folder, maven, options);
  }

  /** What the invoker's build printed. */
  public BuildLog log() throws IOException {
    return new BuildLog(folder.resolve("build.log"));
  }

  /** What another build prints, which must succeed. */
  public BuildLog build(String... arguments) throws IOException, InterruptedException {
    return run(true, arguments);
  }

  /** What another build prints, which must fail. */
  public BuildLog fail(String... arguments) throws IOException, InterruptedException {
    return run(false, arguments);
  }

  private BuildLog run(boolean good, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(maven);
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "again-", ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    if (!machine.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", machine);
    }
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("this build does not end: " + command);
    }
    if (process.exitValue() == 0 != good) {
      throw new IllegalStateException(
          "this build was to %s: %s\n%s"
              .formatted(good ? "succeed" : "fail", command, Files.readString(log)));
    }
    return new BuildLog(log);
  }

  /**
   * When each file was written that a build makes, but for the reports of its tests and a list that
   * the compiler's plugin writes in every build.
   */
  public Map<String, FileTime> times() throws IOException {
    var times = new TreeMap<String, FileTime>();
    Path target = folder.resolve("target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.walk(target)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString().replace('\\', '/');
          if (!name.contains("surefire") && !name.endsWith("inputFiles.lst")) {
            times.put(name, Files.getLastModifiedTime(file));
          }
        }
      }
    }
    return times;
  }

  /** The files that were written or deleted since. */
  public Set<String> touched(Map<String, FileTime> before) throws IOException {
    Map<String, FileTime> now = times();
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> Objects.equals(now.get(name), before.get(name)));
    return names;
  }
}
