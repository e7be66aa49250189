package dev.tulle.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;

/**
 * What all goals over nets have in common: which nets they read, and where they say what is wrong.
 */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
abstract class NetMojo extends AbstractMojo {
  /** Patterns of the files to compile, below the source directory. */
  @Parameter(defaultValue = "**/*.net")
  private Set<String> includes;

  /** Patterns of files to leave out; imports find them still. */
  @Parameter private Set<String> excludes = Set.of();

  /** Other values for arguments of the nets, by name, as the language writes them. */
  @Parameter Map<String, String> arguments = Map.of();

  /** Whether the goal does nothing. */
  @Parameter(property = "tulle.skip", defaultValue = "false")
  private boolean skip;

  /** Set by m2e, Eclipse's Maven, and by what builds on it. */
  @Parameter(defaultValue = "${m2e.version}", readonly = true)
  private @Nullable String m2eVersion;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution execution;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  final BuildContext buildContext;

  NetMojo(BuildContext buildContext) {
    this.buildContext = buildContext;
  }

  /** The folder of the {@code .net} files. */
  abstract Path nets();

  /** Where imports are found that are not among the nets. */
  abstract List<Path> classPath() throws DependencyResolutionRequiredException;

  /** What the project must know even where the goal is skipped. */
  void register() {}

  abstract void run()
      throws IOException, MojoFailureException, DependencyResolutionRequiredException;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    register();
    if (skip) {
      getLog().info("tulle.skip is set");
      return;
    }
    try {
      run();
    } catch (IOException | DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("cannot read or write: " + e.getMessage(), e);
    }
  }

  /** The files to compile. */
  final List<Path> files() throws IOException {
    return new NetFiles(nets(), includes, excludes).find();
  }

  /**
   * Where those files find imports.
   *
   * @param files the compiled ones
   */
  final ModulePath modulePath(List<Path> files)
      throws IOException, DependencyResolutionRequiredException {
    Path made = Path.of(project.getBuild().getDirectory());
    List<Path> others =
        all().stream().filter(f -> !files.contains(f) && !f.startsWith(made)).toList();
    return new ModulePath(nets(), others, classPath());
  }

  private List<Path> all() throws IOException {
    return new NetFiles(nets(), Set.of("**/*.net"), Set.of()).find();
  }

  /** Whether an IDE runs the goal, which keeps messages at their places. */
  final boolean inIde() {
    return m2eVersion != null;
  }

  final Messages messages() {
    return inIde()
        ? new Messages(getLog(), buildContext, project.getFile())
        : new Messages(getLog());
  }

  /** Compiles files of nets, having cleared what an earlier build said of them. */
  final NetCompilation compilation() throws IOException {
    Messages messages = messages();
    // Imported files that this goal leaves alone may have had messages too.
    messages.clear(all());
    return new NetCompilation(arguments, messages);
  }
}
