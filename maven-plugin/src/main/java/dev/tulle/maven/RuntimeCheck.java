package dev.tulle.maven;

import java.io.File;
import java.util.Collection;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;

/** Finds the runtime that generated code links against, in the plugin's own version. */
final class RuntimeCheck {
  private static final String GROUP = "dev.tulle";
  private static final String NAME = "tulle-runtime";

  private RuntimeCheck() {}

  /**
   * The runtime's jar or folder of classes.
   *
   * @throws MojoFailureException where it is missing or of another version, with the lines to paste
   */
  static File find(Collection<Artifact> artifacts, String version) throws MojoFailureException {
    for (Artifact artifact : artifacts) {
      if (artifact.getGroupId().equals(GROUP) && artifact.getArtifactId().equals(NAME)) {
        if (!artifact.getBaseVersion().equals(version)) {
          throw new MojoFailureException(
              "the project has %s %s, and the plugin is %s; generated code needs the same version:%s"
                  .formatted(NAME, artifact.getBaseVersion(), version, paste(version)));
        }
        return artifact.getFile();
      }
    }
    throw new MojoFailureException(
        "generated code needs %s; add to the pom:%s".formatted(NAME, paste(version)));
  }

  private static String paste(String version) {
    return """


        <dependency>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
        </dependency>
        """
        .formatted(GROUP, NAME, version);
  }
}
