package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the words with which a case of training says what is trained, such as {@code 64-32-10 relu,
 * cross entropy, adam lr 1e-3}: a phrase for each layer, in order, and one for the optimizer.
 */
final class TrainingNote {
  /** What every case of the kind does: {@link TrainingRun} has it. */
  private static final Set<String> OF_ALL =
      Set.of(
          "digits.csv rows in file order",
          "pixels / 16",
          "wrapping around",
          "cross entropy",
          "eval16",
          "logits of rows 0-15 after training");

  private static final String CONV = "conv (\\d+) (\\d+)x(\\d+)(?: pad (\\d+))?";

  private final VectorCase vectors;

  /** The case's names of what has parameters, each in front of theirs, in order. */
  private final Iterator<String> owners;

  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<String> unmoved = new ArrayList<>();
  private final List<String> statements = new ArrayList<>();
  private final StringBuilder stages = new StringBuilder("pixels");
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, Consumer<Matcher>> phrases = new LinkedHashMap<>();
  private String optimizer = "";
  private String before = "";

  TrainingNote(VectorCase vectors) {
    this.vectors = vectors;
    var names = new LinkedHashSet<String>();
    vectors.tensors().stream()
        .filter(t -> t.startsWith("init.") && t.lastIndexOf('.') > "init".length())
        .forEach(t -> names.add(t.substring("init.".length(), t.lastIndexOf('.'))));
    owners = names.iterator();
    learn();
    for (String phrase : vectors.note.split("[;:] *|, *(?![^\\[]*])")) {
      if (!OF_ALL.contains(phrase)) {
        read(phrase);
        before = phrase;
      }
    }
    assertThat(optimizer).as("the optimizer of the note of %s", vectors).isNotEmpty();
    assertThat(owners.hasNext()).as("more parameters than layers in %s", vectors).isFalse();
  }

  /** The case's name of each parameter and state by its path in the net. */
  Map<String, String> places() {
    return places;
  }

  /** Parameters that nothing depends on: a bias before a norm over the batch. */
  List<String> unmoved() {
    return unmoved;
  }

  /** What stands in the net before its output. */
  List<String> statements() {
    return statements;
  }

  /** From the pixels to the logits. */
  String pipeline() {
    return stages.toString();
  }

  String optimizer() {
    var attributes = new Attributes(settings);
    String call = OptimizerNet.call(optimizer, attributes);
    attributes.assertAllTaken();
    return call;
  }

  private void learn() {
    phrases.put("(sgd|adam|adamw|adagrad|rmsprop)((?: \\w+ \\S+)+)", this::optimizer);
    phrases.put(
        "L2 (\\S+) added by the optimizer as weight_decay",
        m -> settings.put("weight_decay", m.group(1)));
    phrases.put("(\\d+(?:-\\d+)+) (\\w+)", this::perceptron);
    phrases.put(
        "image \\[1, ?(\\d+), ?(\\d+)]",
        m -> stage("reshape([%s, %s, 1])".formatted(m.group(1), m.group(2))));
    phrases.put(
        "rows as a sequence \\[(\\d+), ?(\\d+)]",
        m -> stage("reshape([%s, %s])".formatted(m.group(1), m.group(2))));
    phrases.put(CONV, this::convolution);
    phrases.put("batch_norm", m -> norm());
    phrases.put("(max_pool|avg_pool) (\\d+)", m -> stage(m.group(1) + "(" + m.group(2) + ")"));
    phrases.put("relu|tanh|sigmoid", m -> stage(m.group()));
    phrases.put("global average pool", m -> stage("global_avg_pool"));
    phrases.put("dense (\\d+)", m -> dense(m.group(1)));
    phrases.put("lstm (\\d+)", m -> recurrent(m.group(1)));
    phrases.put("last state", m -> stage("last"));
  }

  private void read(String phrase) {
    for (Map.Entry<String, Consumer<Matcher>> known : phrases.entrySet()) {
      Matcher matcher = Pattern.compile(known.getKey()).matcher(phrase);
      if (matcher.matches()) {
        known.getValue().accept(matcher);
        return;
      }
    }
    throw new IllegalArgumentException("the note of %s says `%s`".formatted(vectors, phrase));
  }

  private void optimizer(Matcher found) {
    optimizer = found.group(1);
    String[] words = found.group(2).strip().split(" ");
    for (int i = 0; i < words.length; i += 2) {
      settings.put(words[i], words[i + 1]);
    }
  }

  private void perceptron(Matcher found) {
    String[] widths = found.group(1).split("-");
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        stage(found.group(2));
      }
      dense(widths[i]);
    }
  }

  private void convolution(Matcher found) {
    String pad = found.group(4) == null ? "valid" : found.group(4);
    layer(
        "conv",
        "Conv(%s, [%s, %s], pad = %s"
            .formatted(found.group(1), found.group(2), found.group(3), pad));
  }

  private void stage(String text) {
    stages.append(" -> ").append(text);
  }

  private String owner() {
    assertThat(owners.hasNext()).as("fewer parameters than layers in %s", vectors).isTrue();
    return owners.next();
  }

  private void dense(String units) {
    layer("dense", "Dense(" + units);
  }

  /** A layer of a weight and, where the case has it, a bias. */
  private void layer(String kind, String call) {
    String theirs = owner();
    String ours = kind + places.size();
    boolean bias = vectors.has("init." + theirs + ".bias");
    places.put(ours + ".w", theirs + ".weight");
    if (bias) {
      places.put(ours + ".b", theirs + ".bias");
    }
    statements.add("let %s = %s%s)".formatted(ours, call, bias ? "" : ", bias = false"));
    stage(ours);
  }

  private void norm() {
    String theirs = owner();
    String ours = "norm" + places.size();
    if (before.matches(CONV)) {
      places.keySet().stream()
          .reduce((a, b) -> b)
          .filter(p -> p.endsWith(".b"))
          .ifPresent(unmoved::add);
    }
    places.put(ours + ".gain", theirs + ".weight");
    places.put(ours + ".shift", theirs + ".bias");
    places.put(ours + ".mean", theirs + ".running_mean");
    places.put(ours + ".variance", theirs + ".running_var");
    statements.add("let %s = BatchNorm".formatted(ours));
    stage(ours);
  }

  /** PyTorch trains two biases whose sum is ours. */
  private void recurrent(String units) {
    String theirs = owner();
    for (String bias : List.of("ih", "hh")) {
      statements.add("param %s: [4 * %s] = 0".formatted(bias, units));
      places.put(bias, theirs + ".bias_" + bias + "_l0");
    }
    statements.add("let cell = LstmCell(%s, b = ih + hh)".formatted(units));
    statements.add("let (h, _) = %s -> scan(cell, from = (0, 0))".formatted(stages));
    places.put("cell.wx", theirs + ".weight_ih_l0");
    places.put("cell.wh", theirs + ".weight_hh_l0");
    stages.setLength(0);
    stages.append("h");
  }
}
