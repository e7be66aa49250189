package dev.tulle.maven;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.GeneratedClasses;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What both generating goals have in common: from sources to the outputs of one execution. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
abstract class GeneratingMojo extends AbstractMojo {
  /** Patterns of the files to compile, below the source directory. */
  @Parameter(defaultValue = "**/*.net")
  private Set<String> includes;

  /** Patterns of files to leave alone. */
  @Parameter private Set<String> excludes = Set.of();

  /** Values for arguments of the nets, by name, in the language. */
  @Parameter private Map<String, String> arguments = Map.of();

  /** The encoding of the generated Java; {@code .net} files are UTF-8 always. */
  @Parameter(defaultValue = "${project.build.sourceEncoding}")
  private String encoding = "UTF-8";

  /** Leaves everything as it is. */
  @Parameter(property = "tulle.skip", defaultValue = "false")
  private boolean skip;

  /** Whether a warning fails the build. */
  @Parameter(property = "tulle.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

  /** The most parameters that a net may have; 0 for no limit. */
  @Parameter(property = "tulle.maxParameters", defaultValue = "0")
  private long maxParameters;

  /** The most bytes that a thread may predict in, training not counted; 0 for no limit. */
  @Parameter(property = "tulle.maxWorkspaceBytes", defaultValue = "0")
  private long maxWorkspaceBytes;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  abstract Folders folders();

  abstract void register(Path sources, Resource resources);

  abstract Collection<String> classPath() throws DependencyResolutionRequiredException;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Folders folders = folders();
    // Also when nothing is generated: what an earlier build left there is still part of the
    // project.
    var resources = new Resource();
    resources.setDirectory(folders.resources().toString());
    resources.setFiltering(false);
    register(folders.sources(), resources);
    if (VectorKernels.available()) {
      ArgLine.addVectors(project.getProperties());
    }
    if (skip) {
      getLog().info("tulle.skip is set");
      return;
    }
    try {
      generate(folders);
    } catch (IOException | DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("cannot read or write: " + e.getMessage(), e);
    }
  }

  private void generate(Folders folders)
      throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    Path base = project.getBasedir().toPath();
    Path stateFile =
        Path.of(project.getBuild().getDirectory(), "maven-status", "tulle")
            .resolve(execution.getGoal() + "-" + execution.getExecutionId() + ".txt");
    BuildState before = BuildState.read(stateFile);
    List<Path> files = new NetFiles(folders.nets(), includes, excludes).find();
    List<Path> classPath = classPath().stream().map(Path::of).toList();
    File runtime = files.isEmpty() ? null : RuntimeCheck.find(project.getArtifacts(), version());
    String input = input(folders, files, runtime);
    if (before.holds(input, new ModulePath(folders.nets(), classPath), base)) {
      getLog().info("nothing to generate: " + files.size() + " .net file(s) are as they were");
      return;
    }
    var path = new ModulePath(folders.nets(), classPath);
    Map<Path, byte[]> outputs = new LinkedHashMap<>();
    if (runtime != null) {
      CompileResult result = compile(files, path);
      outputs = Outputs.of(result, classes(result), folders, runtime.getPath(), encoding);
    }
    int written = Outputs.write(outputs);
    var digests = new TreeMap<String, String>();
    outputs.forEach(
        (file, bytes) ->
            digests.put(base.relativize(file).toString().replace('\\', '/'), Sha256.of(bytes)));
    var after = new BuildState(input, path.answers(), digests);
    int pruned = before.prune(after, stateFile, base);
    after.write(stateFile);
    getLog()
        .info(
            files.size()
                + " .net file(s), "
                + written
                + " file(s) written, "
                + pruned
                + " deleted");
  }

  private CompileResult compile(List<Path> files, ModulePath path) throws MojoFailureException {
    CompileResult result =
        TulleCompiler.compile(files, path, new CompileOptions(arguments, (pass, text) -> {}));
    int errors = 0;
    int warnings = 0;
    for (Diagnostic diagnostic : result.diagnostics()) {
      if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
        getLog().error(MavenMessage.of(diagnostic));
        errors++;
      } else {
        getLog().warn(MavenMessage.of(diagnostic));
        warnings++;
      }
    }
    var budget = new Budget(maxParameters, maxWorkspaceBytes);
    for (Program program : result.programs()) {
      for (String sentence : budget.exceeded(program)) {
        getLog().error(NetPlace.of(program, result.files()) + "error: " + sentence);
        errors++;
      }
    }
    if (errors > 0) {
      throw new MojoFailureException(
          errors == 1 ? "a mistake in a .net file" : errors + " mistakes in .net files");
    }
    if (warnings > 0 && failOnWarning) {
      throw new MojoFailureException(
          warnings + " warning(s) in .net files, and failOnWarning is set");
    }
    return result;
  }

  private List<GeneratedFile> classes(CompileResult result) throws MojoFailureException {
    var sink = new DiagnosticSink();
    List<GeneratedFile> classes = GeneratedClasses.of(result, sink);
    sink.sorted().forEach(diagnostic -> getLog().error(MavenMessage.of(diagnostic)));
    if (sink.hasErrors()) {
      throw new MojoFailureException("two classes of one name in .net files");
    }
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
    digest.add(System.getProperty("java.runtime.version", "")).add(encoding);
    digest.add(new TreeMap<>(arguments).toString()).add(folders.toString());
    digest.add(failOnWarning + " " + maxParameters + " " + maxWorkspaceBytes);
    for (Path file : files) {
      digest.add(folders.nets().relativize(file).toString()).add(Files.readAllBytes(file));
    }
    if (runtime != null && runtime.isFile()) {
      digest.add(Files.readAllBytes(runtime.toPath()));
    }
    return digest.hex();
  }
}
