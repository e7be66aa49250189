package dev.tulle.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tulle} itself: it only has subcommands, and picocli refuses a line without one. */
@Command(
    name = "tulle",
    description = "Neural networks as text, compiled to plain Java.",
    mixinStandardHelpOptions = true,
    versionProvider = TulleCommand.Version.class,
    subcommands = CommandLine.HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class TulleCommand {
  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TulleCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "tulle " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
      };
    }
  }
}
