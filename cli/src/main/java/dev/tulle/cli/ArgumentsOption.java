package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for the arguments of nets. */
final class ArgumentsOption {
  static final String NAME = "--set";

  @Option(
      names = NAME,
      paramLabel = "NAME=VALUE",
      description = "Another value for an argument of a net, such as width=128; repeatable.")
  Map<String, String> values = new LinkedHashMap<>();

  /** To compile with these values. */
  CompileOptions options() {
    return new CompileOptions(values, (pass, text) -> {});
  }
}
