package dev.tulle.runtime.serving;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.TextSymbols;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Continues texts with a net that was trained to say what follows: one whose input is a window over
 * a text, and one of whose outputs has a score for each symbol, at each position or at the last.
 *
 * <pre>{@code
 * TextGenerator plays = TextGenerator.of(Gpt.load(weights));
 * String scene = plays.generate("ROMEO:", 500, new Sampling(0.8, 20, 1));
 * }</pre>
 *
 * <p>A text that is longer than the window slides through it. One that is shorter needs a net that
 * takes any length or looks at no position from those before it. Any thread may generate.
 */
public final class TextGenerator {
  private final Model model;
  private final Column.Unit unit;
  private final ClassNames symbols;
  private final Map<String, Integer> indices = new HashMap<>();
  private final int window;
  private final int output;

  /** As many symbols as a message shows. */
  private static final int SHOWN = 64;

  /** Whether the net takes texts that are shorter than a window. */
  private final boolean varies;

  /** Whether the output has scores at each position, not only behind the last. */
  private final boolean everywhere;

  private TextGenerator(Model model, FittedColumn.Classes classes, int output) {
    FittedColumn.Symbols of = (FittedColumn.Symbols) classes.of();
    this.model = model;
    this.unit = of.unit();
    this.symbols = classes.classes();
    this.window = model.inputs().get(0).width();
    this.varies = !model.inputs().get(0).varying().isEmpty();
    this.output = output;
    this.everywhere = model.outputs().get(output).shape().size() == 2;
    symbols.names().forEach(name -> indices.put(name, indices.size()));
  }

  /**
   * Makes a net generate.
   *
   * @throws WeightsException where its weights do not say which symbols there are, as those of a
   *     training on a text do
   * @throws IllegalArgumentException where its inputs and outputs are not those of such a net
   */
  public static TextGenerator of(Model model) throws WeightsException {
    if (model.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "`%s` has %d inputs, and a net that continues a text has one"
              .formatted(model.name(), model.inputs().size()));
    }
    Port input = model.inputs().get(0);
    FittedColumn.Classes classes = classes(model, input);
    for (int i = 0; i < model.outputs().size(); i++) {
      if (scores(model.outputs().get(i), input, classes.classes().names().size())) {
        return new TextGenerator(model, classes, i);
      }
    }
    throw new IllegalArgumentException(
        "no output of `%s` has a number for each `%s`, so that none says what follows"
            .formatted(model.name(), classes.dim()));
  }

  private static FittedColumn.Classes classes(Model model, Port input) throws WeightsException {
    try {
      FittedColumn column =
          FittedFields.of(model.weights().metadata())
              .flatMap(f -> f.field(input.name()))
              .orElse(null);
      if (column instanceof FittedColumn.Classes classes
          && classes.of() instanceof FittedColumn.Symbols) {
        return classes;
      }
      if (column != null) {
        throw new IllegalArgumentException(
            ("`%s` was trained on columns of a table, and only what was trained on windows of a text"
                    + " continues one: `from = text(…)`, `%s = window(chars as vocab, 128)`")
                .formatted(input.name(), input.name()));
      }
    } catch (JsonException e) {
      throw new WeightsException(
          "what the weights say of their inputs is damaged: " + e.getMessage());
    }
    throw new WeightsException(
        "the weights do not say which symbols `"
            + input.name()
            + "` takes: they were not trained on a text");
  }

  private static boolean scores(Port port, Port input, int symbols) {
    List<Integer> shape = port.shape();
    boolean one = shape.size() == 1 && input.shape().size() == 1;
    boolean each = shape.size() == 2 && shape.subList(0, 1).equals(input.shape());
    return !port.index() && (one || each) && shape.get(shape.size() - 1) == symbols;
  }

  /**
   * What follows a text.
   *
   * @param prompt what the text begins with, at least one symbol
   * @param length how many symbols more
   * @throws IllegalArgumentException where the prompt has a symbol that training did not see, or is
   *     too short for the net
   */
  public String generate(String prompt, int length, Sampling sampling) {
    StringBuilder text = new StringBuilder();
    generate(prompt, length, sampling, text::append);
    return text.toString();
  }

  /**
   * As the other {@code generate}, piece by piece.
   *
   * @param to is given each piece as soon as it is there; what it throws goes through to the caller
   */
  public void generate(String prompt, int length, Sampling sampling, Consumer<String> to) {
    if (length < 0) {
      throw new IllegalArgumentException("a continuation of " + length + " symbols");
    }
    int[] text = indices(prompt, length);
    int end = text.length - length;
    Draw draw = new Draw(sampling, symbols.names().size());
    Pieces pieces = new Pieces(unit);
    if (end < window && !varies) {
      requireCausal(text, end);
    }
    for (int made = 1; made <= length; made++) {
      int seen = Math.min(end, window);
      float[] scores = scores(text, end - seen, seen, 0);
      int at = everywhere ? (seen - 1) * symbols.names().size() : 0;
      text[end] = draw.next(scores, at, made);
      give(pieces.next(symbols.names().get(text[end])), to);
      end++;
    }
    give(pieces.rest(), to);
  }

  private static void give(String piece, Consumer<String> to) {
    if (!piece.isEmpty()) {
      to.accept(piece);
    }
  }

  /**
   * What the net says of a part of the text.
   *
   * @param behind the symbol that stands behind a text that is shorter than a window
   */
  private float[] scores(int[] text, int from, int count, int behind) {
    float[] input = new float[varies ? count : window];
    Arrays.fill(input, behind);
    for (int i = 0; i < count; i++) {
      input[i] = text[from + i];
    }
    float[][] outputs = new float[model.outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new float[model.outputs().get(i).width()];
    }
    model.predict(new float[][] {input}, 1, outputs);
    return outputs[output];
  }

  /** A net that looks at what stands behind a position would continue what is not there. */
  private void requireCausal(int[] text, int count) {
    int classes = symbols.names().size();
    int to = count * classes;
    if (!Arrays.equals(
        scores(text, 0, count, 0),
        to - classes,
        to,
        scores(text, 0, count, classes - 1),
        to - classes,
        to)) {
      throw new IllegalArgumentException(
          ("the prompt has %d symbols, and `%s` looks at all %d of its window at once, also behind"
                  + " a position: give it as many, or train it so that it looks back alone, as with"
                  + " `causal = true`")
              .formatted(count, model.name(), window));
    }
  }

  /** The prompt, and behind it as much room as is wanted. */
  private int[] indices(String prompt, int length) {
    String[] names = TextSymbols.split(unit, prompt);
    if (names.length == 0) {
      throw new IllegalArgumentException(
          "the prompt is empty; begin with a symbol, such as a line end");
    }
    if (!everywhere && !varies && names.length < window) {
      throw new IllegalArgumentException(
          "the prompt has %d symbols, and `%s` sees %d of them at once"
              .formatted(names.length, model.name(), window));
    }
    int[] text = new int[Math.addExact(names.length, length)];
    for (int i = 0; i < names.length; i++) {
      Integer index = indices.get(names[i]);
      if (index == null) {
        throw new IllegalArgumentException(
            "the prompt has `%s`, which the text of the training did not have: it has %s"
                .formatted(TextSymbols.shown(names[i]), known()));
      }
      text[i] = index;
    }
    return text;
  }

  private String known() {
    List<String> names = symbols.names();
    String some =
        names.stream().limit(SHOWN).map(TextSymbols::shown).collect(Collectors.joining(" "));
    return names.size() <= SHOWN ? some : some + " and " + (names.size() - SHOWN) + " more";
  }

  /** Symbols as pieces of text: of a character that takes several bytes the last one shows it. */
  private static final class Pieces {
    private final Column.Unit unit;
    private byte[] open = {};

    Pieces(Column.Unit unit) {
      this.unit = unit;
    }

    String next(String symbol) {
      if (unit == Column.Unit.CHARS) {
        return symbol;
      }
      byte part = (byte) Integer.parseInt(symbol);
      // A character that another one interrupts stays broken.
      String broken = isInner(part) ? "" : rest();
      open = Arrays.copyOf(open, open.length + 1);
      open[open.length - 1] = part;
      return open.length < length(open[0]) ? broken : broken + rest();
    }

    /** What is left of a character that did not come to its end. */
    String rest() {
      String piece = TextSymbols.decoded(open);
      open = new byte[0];
      return piece;
    }

    /** How many bytes a character of UTF-8 takes that begins with this one. */
    private static int length(byte first) {
      int bits = first & 0xff;
      return bits >= 0xf0 ? 4 : bits >= 0xe0 ? 3 : bits >= 0xc0 ? 2 : 1;
    }

    private static boolean isInner(byte part) {
      return (part & 0xc0) == 0x80;
    }
  }
}
