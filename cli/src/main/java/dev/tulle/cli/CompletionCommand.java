package dev.tulle.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete command lines. */
@Command(
    name = "completion",
    description = "Print a script that completes commands, options and files in a shell.",
    footer = {
      "",
      "Examples:",
      "  tulle completion bash > tulle.bash",
      "",
      "For this shell alone: source <(tulle completion bash)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** A shell whose completion is known. */
  enum Shell {
    bash,
    zsh
  }

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    CommandLine root = spec.root().commandLine();
    if (shell == Shell.zsh) {
      // Without these, zsh has no `complete` to register the function with.
      console.out().println("autoload -Uz compinit bashcompinit && compinit && bashcompinit");
    }
    console.out().print(AutoComplete.bash("tulle", root).replace("\r\n", "\n"));
    console.requireReader();
    return ExitCode.OK;
  }
}
