package dev.tulle.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.model.Resource;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;

/** Makes the Java classes of a project's {@code .net} files a part of the project. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
@Mojo(
    name = "generate",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class GenerateMojo extends GeneratingMojo {
  /** The folder of the {@code .net} files. */
  @Parameter(defaultValue = "${project.basedir}/src/main/tulle")
  private File sourceDirectory;

  /** The folder of the generated Java, a source root of the project. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/tulle")
  private File outputDirectory;

  /** The folder of compiled kernels and of {@code .net} files for importers, a resource root. */
  @Parameter(defaultValue = "${project.build.directory}/generated-resources/tulle")
  private File resourceDirectory;

  /** The folder of the kernels' text, to read; no source root. */
  @Parameter(defaultValue = "${project.build.directory}/tulle/kernels")
  private File kernelDirectory;

  @Inject
  GenerateMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  Folders folders() {
    return Folders.of(
        sourceDirectory,
        outputDirectory,
        resourceDirectory,
        kernelDirectory,
        project.getBuild().getOutputDirectory());
  }

  @Override
  void registerSources(Path folder) {
    project.addCompileSourceRoot(folder.toString());
  }

  @Override
  List<Resource> resources() {
    return project.getResources();
  }

  @Override
  void registerResources(Resource resources) {
    project.addResource(resources);
  }

  @Override
  List<Path> classPath() throws DependencyResolutionRequiredException {
    return ClassPaths.main(project);
  }
}
