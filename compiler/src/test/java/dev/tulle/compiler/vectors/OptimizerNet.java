package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A net with one parameter, moved by the optimizer of a case with the gradients of the case. */
final class OptimizerNet implements CaseNet {
  private final VectorCase vectors;
  private final String optimizer;

  OptimizerNet(VectorCase vectors) {
    this.vectors = vectors;
    Attributes attributes = vectors.attributes();
    this.optimizer = call(vectors.op, attributes);
    attributes.assertAllTaken();
  }

  /** An optimizer by its name in PyTorch, behind which may stand what is special about it. */
  static String call(String op, Attributes attributes) {
    return switch (op.split("_", 2)[0]) {
      case "sgd" ->
          "Sgd(%s)"
              .formatted(
                  attributes.arguments(
                      "lr",
                      "lr",
                      "momentum",
                      "momentum",
                      "nesterov",
                      "nesterov",
                      "weight_decay",
                      "decay"));
      case "adagrad" ->
          "Adagrad(%s)"
              .formatted(
                  attributes.arguments("lr", "lr", "epsilon", "epsilon", "weight_decay", "decay"));
      case "rmsprop" ->
          "RmsProp(%s)"
              .formatted(
                  attributes.arguments(
                      "lr",
                      "lr",
                      "alpha",
                      "rho",
                      "epsilon",
                      "epsilon",
                      "momentum",
                      "momentum",
                      "weight_decay",
                      "decay"));
      case "adadelta" ->
          "Adadelta(%s)"
              .formatted(
                  attributes.arguments(
                      "lr", "lr", "rho", "rho", "epsilon", "epsilon", "weight_decay", "decay"));
      case "adam" -> "Adam(%s)".formatted(moments(attributes));
      case "adamw" -> "AdamW(%s)".formatted(moments(attributes));
      case "adamax" -> "Adamax(%s)".formatted(moments(attributes));
      case "nadam" -> "Nadam(%s)".formatted(moments(attributes));
      case "radam" -> "RAdam(%s)".formatted(moments(attributes));
      case "lion" -> "Lion(%s)".formatted(moments(attributes));
      default -> throw new IllegalArgumentException("no text for the optimizer " + op);
    };
  }

  private static String moments(Attributes attributes) {
    return attributes.arguments(
        "lr",
        "lr",
        "beta1",
        "beta1",
        "beta2",
        "beta2",
        "epsilon",
        "epsilon",
        "weight_decay",
        "decay",
        "amsgrad",
        "amsgrad",
        "momentum_decay",
        "momentum_decay");
  }

  @Override
  public SourceFile file() {
    return new NetText(vectors.module())
        .port("input", "x", List.of(1))
        .param("w", vectors.shape("in.parameter"))
        .line("output y = x + sum(w)")
        .line("loss total = sum(y)")
        .optimizer(optimizer)
        .file();
  }

  @Override
  public int capacity() {
    return 1;
  }

  @Override
  public double tolerance() {
    return Agreement.FLOAT;
  }

  /** Holds the parameter after each update against the case's. */
  @Override
  public void check(Machine machine, double tolerance) {
    var comparison = new Comparison(vectors, tolerance);
    machine.set("w", comparison.given("in.parameter"));
    double[] gradients = comparison.given("in.gradients");
    double[] trajectory = new double[gradients.length];
    int steps = vectors.shape("in.gradients").get(0);
    int size = gradients.length / steps;
    for (int step = 1; step <= steps; step++) {
      int from = (step - 1) * size;
      machine.update(Map.of("w", Arrays.copyOfRange(gradients, from, from + size)), step, steps);
      System.arraycopy(machine.get("w"), 0, trajectory, from, size);
    }
    comparison.check("out.trajectory", trajectory);
    comparison.finish();
  }

  @Override
  public String toString() {
    return vectors.toString();
  }
}
