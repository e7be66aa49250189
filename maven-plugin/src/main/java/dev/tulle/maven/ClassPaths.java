package dev.tulle.maven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.project.MavenProject;

/** Where a project's nets find imports: its class paths without what the nets themselves made. */
final class ClassPaths {
  private ClassPaths() {}

  static List<Path> main(MavenProject project) throws DependencyResolutionRequiredException {
    return without(project.getCompileClasspathElements(), project.getBuild().getOutputDirectory());
  }

  static List<Path> test(MavenProject project) throws DependencyResolutionRequiredException {
    return without(project.getTestClasspathElements(), project.getBuild().getTestOutputDirectory());
  }

  private static List<Path> without(Collection<String> elements, String own) {
    return elements.stream().filter(element -> !element.equals(own)).map(Path::of).toList();
  }
}
