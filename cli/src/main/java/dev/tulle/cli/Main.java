package dev.tulle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one subcommand and turns whatever happens into an exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = run(console, args);
    console.flush();
    System.exit(code);
  }

  /**
   * Runs a command line; never throws, and never prints a stack trace unless {@code -Dtulle.trace}
   * is set.
   */
  static int run(Console console, String... args) {
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
            .addSubcommand(new LibraryCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand(new CompletionCommand(console))
            .setOut(new PrintWriter(console.out(), true))
            .setErr(new PrintWriter(console.err(), true))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
            .setUsageHelpAutoWidth(false)
            .setExecutionExceptionHandler(
                (e, command, parsed) ->
                    command.getParseResult().matchedOptionValue(JsonOption.NAME, false)
                        ? reportJson(console, e)
                        : report(console, e))
            .setParameterExceptionHandler((e, arguments) -> misused(console, e));
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      console
          .err()
          .println(
              "error: the memory of the JVM ("
                  + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MB) is not enough");
      console.err().println("help: take a smaller batch, or set JAVA_TOOL_OPTIONS=-Xmx8g");
      return ExitCode.MISTAKE;
    } catch (Error e) {
      return internalError(console, e);
    }
  }

  /** To people on standard error as ever, and to the program that asked for JSON. */
  private static int reportJson(Console console, Exception exception) {
    if (exception instanceof Failure failure) {
      try {
        new JsonObject(console).print(Map.of("diagnostics", failure.objects()));
      } catch (IOException e) {
        return report(console, e);
      }
    }
    return report(console, exception);
  }

  static int report(Console console, Exception exception) {
    if (exception instanceof Failure failure) {
      console.err().println(failure.text(console.colour()));
      return ExitCode.MISTAKE;
    }
    if (exception instanceof Console.ClosedPipeException
        || exception.getCause() instanceof Console.ClosedPipeException) {
      return ExitCode.CLOSED_PIPE;
    }
    if (exception instanceof IOException broken) {
      return unreachable(console, broken);
    }
    if (exception instanceof UncheckedIOException broken) {
      return unreachable(console, broken);
    }
    return internalError(console, exception);
  }

  /**
   * A file or folder that cannot be read or written; the JDK's messages of some are the path alone.
   */
  private static int unreachable(Console console, Exception exception) {
    Throwable cause = exception.getCause() instanceof IOException inner ? inner : exception;
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof NoSuchFileException) {
      text = "there is no file `" + text + "`";
    } else if (cause instanceof AccessDeniedException) {
      text = "`" + text + "` may not be read or written";
    } else if (cause instanceof FileSystemException) {
      text = "cannot read or write " + text;
    }
    console.err().println("error: " + text);
    return ExitCode.MISTAKE;
  }

  private static int internalError(Console console, Throwable bug) {
    console.err().println("internal error: " + bug);
    Arrays.stream(bug.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.tulle."))
        .findFirst()
        .ifPresent(frame -> console.err().println("  in " + frame));
    console
        .err()
        .println("help: this is a bug of Tulle, not a mistake of yours; please report the");
    console.err().println("  command, the .net file and these lines (-Dtulle.trace shows more)");
    if (System.getProperty("tulle.trace") != null) {
      bug.printStackTrace(console.err());
    }
    return ExitCode.INTERNAL;
  }

  private static int misused(Console console, ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    console.err().println("error: " + exception.getMessage());
    var near = new PrintWriter(console.err(), true);
    if (!UnmatchedArgumentException.printSuggestions(exception, near)) {
      console.err().println("help: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }
}
