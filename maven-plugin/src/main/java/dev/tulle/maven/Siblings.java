package dev.tulle.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;

/**
 * What the other executions of a project's build made.
 *
 * @param kept the output of executions that the project has
 * @param gone what executions made that the project had once, by the file that remembers it
 */
record Siblings(Set<String> kept, Map<Path, BuildState> gone) {
  /**
   * As the files say that lie beside the own one.
   *
   * @param names of the executions that the project has, as {@link #name} makes them
   */
  static Siblings read(Path own, Set<String> names) throws IOException {
    var kept = new TreeSet<String>();
    var gone = new TreeMap<Path, BuildState>();
    Path folder = own.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> states = Files.list(folder)) {
        for (Path file : states.filter(Files::isRegularFile).sorted().toList()) {
          if (file.getFileName().equals(own.getFileName())) {
            continue;
          }
          BuildState state = BuildState.read(file);
          if (names.contains(String.valueOf(file.getFileName()))) {
            kept.addAll(state.made());
          } else {
            gone.put(file, state);
          }
        }
      }
    }
    return new Siblings(kept, gone);
  }

  /**
   * The name of the file that remembers what an execution made. Ids may have letters that names of
   * files do not have; a digest tells such ones apart.
   */
  static String name(String goal, String execution) {
    String plain = execution.replaceAll("[^\\p{Alnum}._-]", "_");
    String digest =
        plain.equals(execution) ? "" : "-" + new Sha256().add(execution).hex().substring(0, 8);
    return goal + "-" + plain + digest + ".txt";
  }

  /**
   * The names of all executions of a plugin that a project has, which a goal on the command line is
   * none of.
   */
  static Set<String> names(MavenProject project, String plugin) {
    Plugin own = project.getPlugin(plugin);
    return own == null
        ? Set.of()
        : own.getExecutions().stream()
            .flatMap(e -> e.getGoals().stream().map(goal -> name(goal, e.getId())))
            .collect(Collectors.toSet());
  }
}
