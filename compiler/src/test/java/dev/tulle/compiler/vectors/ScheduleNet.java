package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;

/** A net whose one weight moves by the rate of a case's schedule. */
final class ScheduleNet implements CaseNet {
  private final VectorCase vectors;
  private final int updates;
  private final String schedule;

  ScheduleNet(VectorCase vectors) {
    this.vectors = vectors;
    this.updates = vectors.shape("out.lr").get(0);
    Attributes attributes = vectors.attributes();
    this.schedule = text(attributes, attributes.number("lr"));
    attributes.assertAllTaken();
  }

  private String text(Attributes attributes, double lr) {
    return switch (vectors.op) {
      case "constant" -> "constant(%s)".formatted(lr);
      case "step" ->
          "%s -> step(%s)"
              .formatted(lr, attributes.arguments("every", "every", "factor", "factor"));
      case "exponential" ->
          "%s -> exponential(%s)".formatted(lr, attributes.arguments("factor", "factor"));
      case "milestones" -> milestones(attributes, lr);
      case "polynomial" ->
          "%s -> polynomial(%s) -> constant(0)"
              .formatted(lr, attributes.arguments("power", "power", "steps", "steps"));
      case "cosine" ->
          "%s -> cosine(%s)".formatted(lr, attributes.arguments("minimum", "to", "steps", "steps"));
      case "cosine_restarts" ->
          "%s -> cosine_restarts(%s)"
              .formatted(
                  lr,
                  attributes.arguments(
                      "period", "period", "multiplier", "multiplier", "minimum", "to"));
      case "inverse_sqrt" ->
          "%s -> inverse_sqrt(%s)".formatted(lr, attributes.arguments("warmup", "warmup"));
      case "warmup then cosine" -> warmup(attributes, lr);
      case "one_cycle" ->
          "one_cycle(%s)"
              .formatted(
                  attributes.arguments(
                      "peak",
                      "peak",
                      "warmup_fraction",
                      "rise",
                      "initial_divisor",
                      "initial_divisor",
                      "final_divisor",
                      "final_divisor",
                      "steps",
                      "steps"));
      case "cyclic" ->
          "cyclic(%s)"
              .formatted(
                  attributes.arguments("low", "low", "high", "high", "half_period", "half_period"));
      default -> throw new IllegalArgumentException("no text for the schedule " + vectors.op);
    };
  }

  private static String milestones(Attributes attributes, double lr) {
    double factor = attributes.number("factor");
    var text = new StringBuilder();
    double rate = lr;
    double before = 0;
    for (double at : attributes.numbers("at")) {
      text.append("constant(%s, steps = %s) -> ".formatted(rate, at - before));
      rate *= factor;
      before = at;
    }
    return text + "constant(" + rate + ")";
  }

  /** The case's first update has one part of the rate already. */
  private static String warmup(Attributes attributes, double lr) {
    double warmup = attributes.number("warmup");
    double part = lr / warmup;
    return "linear(%s, %s, steps = %s) -> %s -> cosine(to = 0, steps = %s)"
        .formatted(part, lr + part, warmup, lr, attributes.number("steps") - warmup);
  }

  @Override
  public SourceFile file() {
    return new NetText(vectors.module())
        .port("input", "x", List.of(1))
        .param("w", List.of(1))
        .line("output y = x + sum(w)")
        .line("loss total = sum(y)")
        .optimizer("Sgd(lr = " + schedule + ")")
        .file();
  }

  /** With the weight at 0 and a gradient of 1, an update leaves minus the rate. */
  @Override
  public void check(Machine machine, double tolerance) {
    double[] rates = new double[updates];
    for (int i = 0; i < updates; i++) {
      machine.set("w", new double[1]);
      machine.update(Map.of("w", new double[] {1}), i + 1, updates);
      rates[i] = -machine.get("w")[0];
    }
    var comparison = new Comparison(vectors, tolerance);
    comparison.check("out.lr", rates);
    comparison.finish();
  }

  @Override
  public int capacity() {
    return 1;
  }

  @Override
  public double tolerance() {
    return Agreement.FLOAT;
  }

  @Override
  public String toString() {
    return vectors.toString();
  }
}
