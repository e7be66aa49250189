package dev.tulle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs one subcommand and turns whatever happens into an exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = run(console, args);
    if (code == ExitCode.OK) {
      try {
        console.requireReader();
      } catch (IOException e) {
        code = report(console, false, e);
      }
    }
    console.flush();
    System.exit(code);
  }

  /**
   * Runs a command line; never throws, and never prints a stack trace unless {@code -Dtulle.trace}
   * is set.
   */
  static int run(Console console, String... args) {
    boolean json = Arrays.asList(args).contains(JsonOption.NAME);
    try {
      return commands(console, json).execute(args);
    } catch (Error e) {
      return report(console, json, e);
    }
  }

  /**
   * All commands.
   *
   * @param json whether mistakes go to standard output too, as JSON
   */
  static CommandLine commands(Console console, boolean json) {
    var commands =
        new CommandLine(new TulleCommand())
            .addSubcommand(new CheckCommand(console))
            .addSubcommand(new FormatCommand(console))
            .addSubcommand(new SummaryCommand(console))
            .addSubcommand(new GraphCommand(console))
            .addSubcommand(new BuildCommand(console))
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new EvaluateCommand(console))
            .addSubcommand(new PredictCommand(console))
            .addSubcommand(new GenerateCommand(console))
            .addSubcommand(new LibraryCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand(new CompletionCommand(console))
            .setOut(new PrintWriter(console.out(), true))
            .setErr(new PrintWriter(console.err(), true))
            // Colours are for standard error; what standard output is, Java cannot ask.
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(Math.max(console.width(), Console.USUAL_WIDTH))
            .setExecutionExceptionHandler((e, command, parsed) -> report(console, json, e))
            .setParameterExceptionHandler((e, arguments) -> report(console, json, e));
    Manual.complete(commands);
    return commands;
  }

  /**
   * Tells what ended a command, to people on standard error, and to the program that asked for JSON
   * on standard output.
   */
  static int report(Console console, boolean json, Throwable cause) {
    Mishap mishap = Mishap.of(cause, console.colour());
    if (!mishap.text().isEmpty()) {
      console.err().println(mishap.text());
    }
    if (mishap.code() == ExitCode.INTERNAL && System.getProperty("tulle.trace") != null) {
      cause.printStackTrace(console.err());
    }
    if (json && !mishap.objects().isEmpty()) {
      try {
        // What was warned of before is part of the result, whatever ended the command.
        var all = new ArrayList<>(JsonObject.diagnostics(console.warnings()));
        all.addAll(mishap.objects());
        new JsonObject(console).print(Map.of(JsonObject.DIAGNOSTICS, all));
      } catch (IOException e) {
        return report(console, false, e);
      }
    }
    return mishap.code();
  }
}
