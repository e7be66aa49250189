package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
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

/** Says what is wrong with a project's {@code .net} files, and writes nothing. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
@Mojo(name = "check", requiresDependencyResolution = ResolutionScope.COMPILE, threadSafe = true)
public final class CheckMojo extends CheckingMojo {
  /** The folder of the {@code .net} files. */
  @Parameter(property = "tulle.sourceDirectory", defaultValue = "${project.basedir}/src/main/tulle")
  private File sourceDirectory;

  @Inject
  CheckMojo(BuildContext buildContext) {
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

  @Override
  void run() throws IOException, MojoFailureException, DependencyResolutionRequiredException {
    List<Path> files = files();
    CompileResult result = compilation().compile(files, modulePath(files), demands());
    int warnings = result.diagnostics().size();
    getLog()
        .info(
            files.size()
                + " .net file(s) checked: no mistakes"
                + (warnings == 0 ? "" : ", " + warnings + " warning(s)"));
  }
}
