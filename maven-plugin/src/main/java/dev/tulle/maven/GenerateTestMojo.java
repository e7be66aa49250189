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

/** Makes the Java classes of the {@code .net} files of a project's tests. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields
@Mojo(
    name = "generate-test",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class GenerateTestMojo extends GeneratingMojo {
  /** The folder of the {@code .net} files. */
  @Parameter(defaultValue = "${project.basedir}/src/test/tulle")
  private File sourceDirectory;

  /** The folder of the generated Java, a root of the project's test sources. */
  @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/tulle")
  private File outputDirectory;

  /** The folder of compiled kernels, a root of the project's test resources. */
  @Parameter(defaultValue = "${project.build.directory}/generated-test-resources/tulle")
  private File resourceDirectory;

  /** The folder of the kernels' text, to read; no source root. */
  @Parameter(defaultValue = "${project.build.directory}/tulle/test-kernels")
  private File kernelDirectory;

  @Inject
  GenerateTestMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  Folders folders() {
    return Folders.of(
        sourceDirectory,
        outputDirectory,
        resourceDirectory,
        kernelDirectory,
        project.getBuild().getTestOutputDirectory());
  }

  @Override
  void registerSources(Path folder) {
    project.addTestCompileSourceRoot(folder.toString());
  }

  @Override
  List<Resource> resources() {
    return project.getTestResources();
  }

  @Override
  void registerResources(Resource resources) {
    project.addTestResource(resources);
  }

  @Override
  List<Path> classPath() throws DependencyResolutionRequiredException {
    return ClassPaths.test(project);
  }
}
