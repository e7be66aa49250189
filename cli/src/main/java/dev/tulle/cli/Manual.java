package dev.tulle.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of all commands says alike: exit codes and the environment. */
final class Manual {
  private static final String ENVIRONMENT = "environment";

  /** The variables that change what commands print. */
  static final String VARIABLES =
      """

      Environment:
        NO_COLOR       no colours, if it is not empty
        COLUMNS        how wide lines are, instead of the terminal's own width
        TERM           no progress bar and no colours, if it is dumb
        JAVA_TOOL_OPTIONS
                       options for the JVM, such as -Xmx8g
      """;

  private Manual() {}

  /** Completes the help of a command and of all below it. */
  static void complete(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.exitCodeListHeading("%nExit codes:%n");
    help.exitCodeList(ExitCode.table());
    List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
    if (!sections.contains(ENVIRONMENT)) {
      sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST) + 1, ENVIRONMENT);
      command.setHelpSectionKeys(sections);
    }
    command.getHelpSectionMap().put(ENVIRONMENT, usage -> VARIABLES);
    command.getSubcommands().values().forEach(Manual::complete);
  }
}
