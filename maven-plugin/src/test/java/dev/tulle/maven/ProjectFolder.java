package dev.tulle.maven;

import dev.tulle.runtime.Model;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/** A project in a folder, and its goals as Maven would set them up. */
final class ProjectFolder {
  final Path base;
  final MavenProject project = new MavenProject();
  final Lines log = new Lines();
  private final Map<Object, Object> pluginContext = new HashMap<>();
  private final MavenSession session;
  private String version = "";

  ProjectFolder(Path base) throws URISyntaxException {
    this.base = base;
    project.setFile(base.resolve("pom.xml").toFile());
    var build = new Build();
    build.setDirectory(base.resolve("target").toString());
    build.setOutputDirectory(base.resolve("target/classes").toString());
    build.setTestOutputDirectory(base.resolve("target/test-classes").toString());
    project.setBuild(build);
    session = new MavenSession(null, null, new DefaultMavenExecutionRequest(), null);
    version("1.0");
  }

  /** Makes another version the plugin's and the runtime's. */
  void version(String other) throws URISyntaxException {
    version = other;
    var runtime =
        new DefaultArtifact(
            "dev.tulle",
            "tulle-runtime",
            version,
            "compile",
            "jar",
            "",
            new DefaultArtifactHandler("jar"));
    runtime.setFile(
        new File(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    project.setArtifacts(Set.of(runtime));
  }

  Path net(String name, String text) throws IOException {
    Path file = base.resolve("src/main/tulle").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  GenerateMojo generate(BuildContext context) {
    return generate(context, PluginExecution.DEFAULT_EXECUTION_ID);
  }

  GenerateMojo generate(BuildContext context, String id) {
    GenerateMojo mojo = with(new GenerateMojo(context), "generate", id);
    set(mojo, "outputDirectory", base.resolve("target/generated-sources/tulle").toFile());
    set(mojo, "resourceDirectory", base.resolve("target/generated-resources/tulle").toFile());
    set(mojo, "kernelDirectory", base.resolve("target/tulle/kernels").toFile());
    return mojo;
  }

  CheckMojo check(BuildContext context) {
    return with(new CheckMojo(context), "check");
  }

  SummaryMojo summary(BuildContext context) {
    return with(new SummaryMojo(context), "summary");
  }

  private <T extends NetMojo> T with(T mojo, String goal) {
    return with(mojo, goal, PluginExecution.DEFAULT_EXECUTION_ID);
  }

  /** All goals of a project share what Maven keeps for the plugin. */
  private <T extends NetMojo> T with(T mojo, String goal, String id) {
    var plugin = new Plugin();
    plugin.setGroupId("dev.tulle");
    plugin.setArtifactId("tulle-maven-plugin");
    plugin.setVersion(version);
    var ofPlugin = new PluginDescriptor();
    ofPlugin.setPlugin(plugin);
    ofPlugin.setVersion(version);
    ofPlugin.setArtifacts(List.of());
    var descriptor = new MojoDescriptor();
    descriptor.setPluginDescriptor(ofPlugin);
    descriptor.setGoal(goal);
    var execution = new PluginExecution();
    execution.setId(id);
    execution.addGoal(goal);
    if (project.getPlugin(plugin.getKey()) == null) {
      project.getBuild().addPlugin(plugin);
      project.getBuild().flushPluginMap();
    }
    Plugin known = project.getPlugin(plugin.getKey());
    if (!known.getExecutionsAsMap().containsKey(id)) {
      known.addExecution(execution);
      known.flushExecutionMap();
    }
    mojo.setLog(log);
    mojo.setPluginContext(pluginContext);
    set(mojo, "sourceDirectory", base.resolve("src/main/tulle").toFile());
    set(mojo, "includes", Set.of("**/*.net"));
    set(mojo, "execution", new MojoExecution(descriptor, execution.getId()));
    set(mojo, "project", project);
    if (mojo instanceof GeneratingMojo) {
      set(mojo, "session", session);
    }
    return mojo;
  }

  /** Gives a parameter its value, as Maven does. */
  static void set(Object mojo, String name, Object value) {
    for (Class<?> type = mojo.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(mojo, value);
        return;
      } catch (NoSuchFieldException e) {
        continue; // a class above it has it
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError(mojo.getClass() + " has no parameter " + name);
  }
}
