package dev.tulle.cli;

import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What ended a command, as its user is told.
 *
 * @param code what the process ends with
 * @param text lines for people; empty where nobody is left to read them
 * @param objects the same for programs, each with the keys of a diagnostic
 */
record Mishap(int code, String text, List<Map<String, Object>> objects) {
  private static final String END = System.lineSeparator();

  static Mishap of(Throwable cause, boolean colour) {
    if (cause instanceof Failure failure) {
      return new Mishap(ExitCode.MISTAKE, failure.text(colour), failure.objects());
    }
    if (cause instanceof ParameterException misuse) {
      return misused(misuse);
    }
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      Throwable inner = cause.getCause() instanceof IOException io ? io : cause;
      if (inner instanceof Console.ClosedPipeException) {
        return new Mishap(ExitCode.CLOSED_PIPE, "", List.of());
      }
      if (inner instanceof Console.UnwritableException) {
        String message = "standard output cannot be written: " + inner.getMessage();
        String help = "make room where it goes, or send it elsewhere";
        // A program could not read the object either.
        return new Mishap(ExitCode.MISTAKE, text(message, help), List.of());
      }
      return of(ExitCode.MISTAKE, unreachable(inner), "check the path and its rights");
    }
    if (cause instanceof OutOfMemoryError) {
      return of(
          ExitCode.MISTAKE,
          "the memory of the JVM ("
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB) is not enough",
          "take a smaller batch, or set JAVA_TOOL_OPTIONS=-Xmx8g");
    }
    return internal(cause);
  }

  private static Mishap of(int code, String message, String help) {
    return new Mishap(code, text(message, help), List.of(Failure.object(message, help)));
  }

  private static String text(String message, String help) {
    return "error: " + message + END + "help: " + help;
  }

  /** The JDK's messages of some broken files are the path alone. */
  private static String unreachable(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof NoSuchFileException) {
      return "there is no file `" + text + "`";
    }
    if (cause instanceof AccessDeniedException) {
      return "`" + text + "` may not be read or written";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "`" + text + "` is a file, and a folder is wanted";
    }
    return cause instanceof FileSystemException ? "cannot read or write " + text : text;
  }

  /** Offers a near name where a word was misspelt, or else says where to read on. */
  private static Mishap misused(ParameterException misuse) {
    CommandSpec command = misuse.getCommandLine().getCommandSpec();
    String name = "`" + command.qualifiedName() + "`";
    String help = "`" + command.qualifiedName() + " --help` says what it takes";
    if (misuse instanceof MissingParameterException missing) {
      return of(ExitCode.USAGE, missing(name, missing), help);
    }
    if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
      return of(ExitCode.USAGE, String.valueOf(misuse.getMessage()), help);
    }
    String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    boolean option = word.startsWith("-");
    Set<String> names = option ? command.optionsMap().keySet() : command.subcommands().keySet();
    String message =
        option
            ? name + " has no option `" + word + "`"
            : command.subcommands().isEmpty()
                ? name + " does not take `" + word + "` too"
                : "there is no command `" + word + "`";
    String rule = word.replaceFirst("^--", "").replace('-', '_');
    if (command.name().equals("train") && Recipe.RULES.contains(rule)) {
      return of(
          ExitCode.USAGE,
          message,
          "it stands in the recipe, so that a training can be repeated: write `"
              + rule
              + " = …` in `train` in the .net file");
    }
    // Who writes less of an option than there is means the one that begins so.
    Optional<String> longer =
        names.stream().filter(n -> word.length() > 3 && n.startsWith(word)).sorted().findFirst();
    return of(
        ExitCode.USAGE,
        message,
        longer
            .or(() -> NearNames.nearest(word, names))
            .map(near -> "a similar name is `" + near + "`")
            .orElse(help));
  }

  /** Names what is wanted; an option that may be left out is there, and its value is not. */
  private static String missing(String command, MissingParameterException misuse) {
    List<ArgSpec> missing = misuse.getMissing();
    if (missing.isEmpty()) {
      return String.valueOf(misuse.getMessage());
    }
    if (missing.get(0) instanceof OptionSpec option && !option.required()) {
      return "`%s` needs a value: `%s`".formatted(option.longestName(), written(option));
    }
    return command
        + " needs "
        + missing.stream().map(a -> "`" + written(a) + "`").collect(Collectors.joining(" and "));
  }

  private static String written(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }

  private static Mishap internal(Throwable bug) {
    String place =
        Arrays.stream(bug.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.tulle."))
            .limit(1)
            .map(frame -> END + "  in " + frame)
            .collect(Collectors.joining());
    String help =
        "this is a bug of Tulle, not a mistake of yours; please report the"
            + END
            + "  command, the .net file and these lines (-Dtulle.trace shows more)";
    String message = "internal error: " + bug;
    return new Mishap(
        ExitCode.INTERNAL,
        message + place + END + "help: " + help,
        List.of(Failure.object(message, help.replaceAll("\\s+", " "))));
  }
}
