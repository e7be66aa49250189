package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a file with one net called {@code Case}, its recipe, and data that fit its ports. */
final class NetText {
  private final String module;
  private final StringBuilder dims = new StringBuilder();
  private final StringBuilder net = new StringBuilder();
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder rules = new StringBuilder();
  private String optimizer = "Sgd(lr = 1)";

  NetText(String module) {
    this.module = module.replaceAll("\\W", "_");
  }

  /** Sizes in brackets; nothing for a number. */
  static String shape(List<Integer> sizes) {
    return sizes.isEmpty()
        ? ""
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  NetText dim(String name, int size) {
    dims.append("dim ").append(name).append(" = ").append(size).append('\n');
    return this;
  }

  /**
   * An input or target of numbers.
   *
   * @param sizes of one row, at least one
   */
  NetText port(String kind, String name, List<Integer> sizes) {
    line(kind + " " + name + ": " + shape(sizes));
    fields.append("  ").append(name).append(" = columns(\"").append(name).append("_*\")\n");
    return this;
  }

  /**
   * A target of indices below a dim.
   *
   * @param sizes of one row; none for one index
   */
  NetText classes(String name, String dim, List<Integer> sizes) {
    return classes("target", name, dim, sizes);
  }

  /** An input or target of indices below a dim, as the other {@code classes} says. */
  NetText classes(String kind, String name, String dim, List<Integer> sizes) {
    line(kind + " " + name + ": " + dim + shape(sizes));
    fields.append("  %s = column(\"%s\") as %s%n".formatted(name, name, dim));
    return this;
  }

  NetText param(String name, List<Integer> sizes) {
    return line("param " + name + ": " + shape(sizes) + " = 0");
  }

  /** A definition beside the net. */
  NetText block(String text) {
    dims.append('\n').append(text);
    return this;
  }

  /** A statement of the net. */
  NetText line(String statement) {
    net.append("  ").append(statement).append('\n');
    return this;
  }

  NetText optimizer(String call) {
    optimizer = call;
    return this;
  }

  NetText rule(String rule) {
    rules.append("  ").append(rule).append('\n');
    return this;
  }

  SourceFile file() {
    String text =
        """
        tulle 1
        module vectors.%s
        %s
        net Case {
        %s}

        data Rows {
          from = csv("rows.csv")
        %s}

        train Case on Rows {
          epochs    = 1
          optimizer = %s
        %s}
        """
            .formatted(module, dims, net, fields, optimizer, rules);
    return new SourceFile(module + ".net", text);
  }
}
