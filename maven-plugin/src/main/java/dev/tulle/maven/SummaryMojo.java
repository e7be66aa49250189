package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.summary.SummaryTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;

/** Prints what each net of a project is made of and costs, layer by layer. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
@Mojo(name = "summary", requiresDependencyResolution = ResolutionScope.COMPILE, threadSafe = true)
public final class SummaryMojo extends NetMojo {
  /** The folder of the {@code .net} files. */
  @Parameter(property = "tulle.sourceDirectory", defaultValue = "${project.basedir}/src/main/tulle")
  private File sourceDirectory;

  @Inject
  SummaryMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  Path nets() {
    return sourceDirectory.toPath();
  }

  @Override
  List<Path> classPath() throws DependencyResolutionRequiredException {
    return ClassPaths.main(project);
  }

  /** A net that is over its budget is shown too: this is how one sees why. */
  @Override
  void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    List<Path> files = files();
    CompileResult result = compilation().compile(files, modulePath(files), Demands.NONE);
    if (result.programs().isEmpty()) {
      getLog().info("no net in " + sourceDirectory);
    }
    SummaryTable.of(result.summaries()).lines().forEach(getLog()::info);
  }
}
