package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.GeneratedClasses;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.diag.DiagnosticSink;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;

/** What both generating goals have in common: from sources to the outputs of one execution. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
abstract class GeneratingMojo extends CheckingMojo {
  /** The encoding of the generated Java; {@code .net} files are UTF-8 always. */
  @Parameter(defaultValue = "${project.build.sourceEncoding}")
  private String encoding = "UTF-8";

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  GeneratingMojo(BuildContext buildContext) {
    super(buildContext);
  }

  abstract Folders folders();

  abstract void registerSources(Path folder);

  /** The project's resources, as far as they go where this goal's do. */
  abstract List<Resource> resources();

  abstract void registerResources(Resource resources);

  @Override
  final Path nets() {
    return folders().nets();
  }

  /** What an earlier build left is part of the project also when nothing is generated. */
  @Override
  final void register() {
    Folders folders = folders();
    registerSources(folders.sources());
    String directory = folders.resources().toString();
    // Several executions share a folder; what is there twice is copied twice.
    if (resources().stream().noneMatch(r -> directory.equals(r.getDirectory()))) {
      var resources = new Resource();
      resources.setDirectory(directory);
      resources.setFiltering(false);
      registerResources(resources);
    }
    if (VectorKernels.available()) {
      ArgLine.addVectors(project.getProperties());
      String warning = ArgLine.warning(session.getUserProperties());
      if (!warning.isEmpty()) {
        getLog().warn(warning);
      }
    }
  }

  @Override
  final void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    Folders folders = folders();
    Path base = project.getBasedir().toPath();
    String name = Siblings.name(execution.getGoal(), execution.getExecutionId());
    Path stateFile =
        Path.of(project.getBuild().getDirectory(), "maven-status", "tulle").resolve(name);
    BuildState before = BuildState.read(stateFile);
    Siblings siblings =
        Siblings.read(stateFile, Siblings.names(project, execution.getPlugin().getKey()));
    List<Path> files = files();
    if (files.isEmpty() && before.equals(BuildState.NONE) && siblings.gone().isEmpty()) {
      getLog().info("no .net files in " + folders.nets());
      return;
    }
    File runtime = files.isEmpty() ? null : RuntimeCheck.find(project.getArtifacts(), version());
    String input = input(folders, files, runtime);
    if (!rebuildsInIde()
        && claims().allow(before)
        && before.holds(input, modulePath(files), base)) {
      claims().put(before);
      refresh(prune(before, before, siblings));
      messages().repeat(before.warnings());
      getLog().info("nothing to generate: " + files.size() + " .net file(s) are as they were");
      return;
    }
    // Until all is well: a mistake that is undone must be compiled again, so that an IDE forgets
    // it.
    before.outdated().write(stateFile);
    ModulePath path = modulePath(files);
    Map<Path, byte[]> outputs = new LinkedHashMap<>();
    NetCompilation compilation = compilation();
    CompileResult result = null;
    if (runtime != null) {
      result = compilation.compile(files, path, demands());
      List<GeneratedFile> classes = classes(result, compilation.messages());
      outputs = Outputs.of(result, classes, path.own(), folders, runtime.getPath(), encoding);
    }
    BuildState after = state(input, path, outputs, compilation.messages());
    if (result != null) {
      claims().check(after, result, compilation.messages());
    }
    // Deleted first: where case does not tell names apart, an old one may be the place of a new.
    List<Path> pruned = prune(before, after, siblings);
    List<Path> written = Outputs.write(outputs);
    claims().put(after);
    after.write(stateFile);
    refresh(written);
    refresh(pruned);
    getLog()
        .info(
            files.size()
                + " .net file(s), "
                + written.size()
                + " file(s) written, "
                + pruned.size()
                + " deleted");
  }

  /** Deletes what is made no more, and what the project compiled of it; those files. */
  private List<Path> prune(BuildState before, BuildState after, Siblings siblings)
      throws IOException {
    List<Path> pruned =
        new ArrayList<>(before.prune(after, siblings, project.getBasedir().toPath()));
    pruned.addAll(CompiledClasses.delete(pruned, folders()));
    return pruned;
  }

  private BuildState state(
      String input, ModulePath path, Map<Path, byte[]> outputs, Messages messages) {
    Folders folders = folders();
    var digests = new TreeMap<String, String>();
    var copies = new TreeMap<String, String>();
    outputs.forEach(
        (file, bytes) -> {
          String digest = Sha256.of(bytes);
          digests.put(name(file), digest);
          if (file.startsWith(folders.resources())) {
            Path below = folders.resources().relativize(file);
            copies.put(name(folders.classes().resolve(below)), digest);
          }
        });
    return new BuildState(input, path.answers(), digests, copies, messages.warnings());
  }

  /** A file's path below the project, alike on every system. */
  private String name(Path file) {
    return project.getBasedir().toPath().relativize(file).toString().replace('\\', '/');
  }

  private void refresh(List<Path> changed) {
    changed.forEach(file -> buildContext.refresh(file.toFile()));
  }

  @SuppressWarnings("unchecked") // the interface is older than type parameters
  private Claims claims() {
    return Claims.of(
        "%s (%s)".formatted(execution.getGoal(), execution.getExecutionId()),
        name(folders().sources()),
        getPluginContext());
  }

  /**
   * Whether an IDE builds the whole project, having forgotten the messages of earlier builds. What
   * changed is asked of digests alone, not of the IDE: it does not know of imports in jars.
   */
  private boolean rebuildsInIde() {
    return inIde() && !buildContext.isIncremental();
  }

  private static List<GeneratedFile> classes(CompileResult result, Messages messages)
      throws MojoFailureException {
    var sink = new DiagnosticSink();
    List<GeneratedFile> classes = GeneratedClasses.of(result, sink);
    sink.sorted().forEach(messages::add);
    messages.failOnErrors();
    return classes;
  }

  private String version() {
    return execution.getVersion();
  }

  /** The digest of everything that decides about the output, but for imported modules. */
  private String input(Folders folders, List<Path> files, @Nullable File runtime)
      throws IOException {
    var digest = new Sha256();
    digest.add(version()).add(execution.getGoal()).add(execution.getExecutionId());
    digest.add(System.getProperty("java.vendor", ""));
    digest.add(System.getProperty("java.runtime.version", "")).add(encoding);
    digest.add(Integer.toString(arguments.size()));
    new TreeMap<>(arguments).forEach((name, value) -> digest.add(name).add(String.valueOf(value)));
    digest.add(folders.toString()).add(demands().toString());
    for (Path file : files) {
      digest.add(folders.nets().relativize(file).toString()).add(Files.readAllBytes(file));
    }
    if (runtime != null) {
      digest.add(runtime.toPath());
    }
    for (Artifact part : execution.getMojoDescriptor().getPluginDescriptor().getArtifacts()) {
      // A pom may give the plugin other dependencies, and a snapshot changes without its version.
      digest.add(part.getId());
      if (part.isSnapshot() && part.getFile() != null) {
        digest.add(part.getFile().toPath());
      }
    }
    return digest.hex();
  }
}
