package dev.tulle.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one {@code .net} file that a command runs, and its arguments. */
final class NetOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "The .net file.")
  Path file = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "The net whose recipe is meant, or its data, where the file has several;"
              + " \"Net on Data\" is always one.")
  String recipe = "";

  @Mixin ArgumentsOption arguments = new ArgumentsOption();
}
