package dev.tulle.maven;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.SourceFolder;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Writes the Java classes of a project's {@code .net} files and adds them to its sources. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
  /** The folder of the {@code .net} files. */
  @Parameter(defaultValue = "${project.basedir}/src/main/tulle")
  private File sourceDirectory;

  /** Patterns of the files to compile, below the source directory. */
  @Parameter(defaultValue = "**/*.net")
  private Set<String> includes;

  /** Patterns of files to leave alone. */
  @Parameter private Set<String> excludes = Set.of();

  /** The folder of the generated Java, a source root of the project. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/tulle")
  private File outputDirectory;

  /** Leaves everything as it is. */
  @Parameter(property = "tulle.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    // Also when nothing is generated: what an earlier build left there is still part of the
    // project.
    project.addCompileSourceRoot(outputDirectory.getPath());
    if (skip) {
      getLog().info("tulle.skip is set");
      return;
    }
    try {
      List<Path> files = new NetFiles(sourceDirectory.toPath(), includes, excludes).find();
      if (!files.isEmpty()) {
        generate(files);
      }
    } catch (IOException e) {
      throw new MojoExecutionException("cannot read or write: " + e, e);
    }
  }

  private void generate(List<Path> files) throws IOException, MojoFailureException {
    CompileResult result = TulleCompiler.compile(files, CompileOptions.DEFAULT);
    result.diagnostics().forEach(this::log);
    if (result.failed()) {
      long errors =
          result.diagnostics().stream()
              .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
              .count();
      throw new MojoFailureException(
          errors == 1 ? "a mistake in a .net file" : errors + " mistakes in .net files");
    }
    var folder = new SourceFolder(outputDirectory.toPath());
    int written = 0;
    for (Program program : result.programs()) {
      for (GeneratedFile file : JavaWriter.write(program)) {
        written += folder.write(file.className(), file.text()) ? 1 : 0;
      }
    }
    getLog().info(files.size() + " .net file(s), " + written + " Java file(s) changed");
  }

  /** In the form of javac's messages, which IDEs and CI make links of. */
  private void log(Diagnostic diagnostic) {
    String text = MavenMessage.of(diagnostic);
    if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
      getLog().error(text);
    } else {
      getLog().warn(text);
    }
  }
}
