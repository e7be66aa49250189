package dev.tulle.maven;

import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What goals have in common that hold nets to what the pom demands of them. */
abstract class CheckingMojo extends NetMojo {
  /** Whether a warning fails the build. */
  @Parameter(property = "tulle.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

  /** The most parameters that a net may have; 0 for no limit. */
  @Parameter(property = "tulle.maxParameters", defaultValue = "0")
  private long maxParameters;

  /**
   * The most bytes that a thread may predict in, for as many rows as a class computes at once; 0
   * for no limit.
   */
  @Parameter(property = "tulle.maxWorkspaceBytes", defaultValue = "0")
  private long maxWorkspaceBytes;

  CheckingMojo(BuildContext buildContext) {
    super(buildContext);
  }

  final Demands demands() {
    return new Demands(failOnWarning, new Budget(maxParameters, maxWorkspaceBytes));
  }
}
