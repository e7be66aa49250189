package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A net with one parameter, moved by the optimizer of a case with the gradients of the case. */
final class OptimizerNet {
  private final VectorCase vectors;
  private final String optimizer;

  OptimizerNet(VectorCase vectors) {
    this.vectors = vectors;
    Attributes attributes = vectors.attributes();
    this.optimizer = call(attributes);
    attributes.assertAllTaken();
  }

  private String call(Attributes attributes) {
    String name = vectors.op.split("_", 2)[0];
    return switch (name) {
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
      default -> throw new IllegalArgumentException("no text for the optimizer " + vectors.op);
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

  SourceFile file() {
    return new NetText(vectors.name)
        .port("input", "x", List.of(1))
        .param("w", vectors.shape("in.parameter"))
        .line("output y = x + sum(w)")
        .line("loss total = sum(y)")
        .optimizer(optimizer)
        .file();
  }

  /** Holds the parameter after each update against the case's. */
  void check(Machine machine, double tolerance) {
    machine.set("w", vectors.tensor("in.parameter"));
    double[] gradients = vectors.tensor("in.gradients");
    double[] trajectory = vectors.tensor("out.trajectory");
    int steps = vectors.shape("in.gradients").get(0);
    int size = gradients.length / steps;
    for (int step = 1; step <= steps; step++) {
      int from = (step - 1) * size;
      machine.update(Map.of("w", Arrays.copyOfRange(gradients, from, from + size)), step, steps);
      Agreement.check(
          "the parameter after update " + step,
          machine.get("w"),
          Arrays.copyOfRange(trajectory, from, from + size),
          tolerance);
    }
  }
}
