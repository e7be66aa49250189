package dev.tulle.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tulle} itself: it only has subcommands; a line without one is misused, and shows them. */
@Command(
    name = "tulle",
    description = "Neural networks as text, compiled to plain Java.",
    mixinStandardHelpOptions = true,
    versionProvider = TulleCommand.Version.class,
    subcommands = CommandLine.HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class TulleCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE;
  }

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
