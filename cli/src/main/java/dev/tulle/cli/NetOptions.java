package dev.tulle.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one {@code .net} file that a command runs, and its arguments. */
final class NetOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "The .net file.")
  Path file = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "The net whose recipe is meant, or the data, where the file has several.")
  String recipe = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value for an argument of the net, such as width=128; repeatable.")
  Map<String, String> overrides = new LinkedHashMap<>();
}
