package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Layout;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextGeneratorTest {
  private static final List<String> LETTERS = List.of("a", "b", "c", "d");

  /** Scores of what follows each symbol. */
  private interface Follower {
    float score(int symbol, int next);
  }

  private static final Follower ALPHABET = (symbol, next) -> next == (symbol + 1) % 4 ? 9 : next;

  /** A net that looks at one symbol, and keeps what it was given. */
  private static class Bigrams implements Model {
    private final List<String> symbols;
    private final Column.Unit unit;
    private final Follower follower;
    private final int window;
    private final boolean everywhere;
    private final Map<String, String> metadata;
    final List<float[]> given = new ArrayList<>();

    Bigrams(
        List<String> symbols, Column.Unit unit, Follower follower, int window, boolean everywhere) {
      this.symbols = symbols;
      this.unit = unit;
      this.follower = follower;
      this.window = window;
      this.everywhere = everywhere;
      ClassNames classes = new ClassNames(symbols, unit == Column.Unit.BYTES);
      FittedColumn column =
          new FittedColumn.Classes(new FittedColumn.Symbols(unit, window, 0), "vocab", classes);
      this.metadata = Map.of(FittedFields.KEY, new FittedFields(Map.of("tokens", column)).toJson());
    }

    @Override
    public String name() {
      return "Bigrams";
    }

    @Override
    public List<Port> inputs() {
      return List.of(new Port("tokens", List.of(window), true, "vocab", symbols.size()));
    }

    @Override
    public List<Port> outputs() {
      int count = symbols.size();
      return List.of(
          new Port("size", List.of(3), false, "", 0),
          new Port(
              "logits",
              everywhere ? List.of(window, count) : List.of(count),
              false,
              "vocab",
              count));
    }

    @Override
    public Weights weights() {
      return new Weights(new Layout(List.of(), Layout.SLACK), new float[Layout.SLACK], metadata);
    }

    @Override
    public void predict(float[][] inputs, int rows, float[][] outputs) {
      given.add(inputs[0].clone());
      int count = symbols.size();
      for (int at = everywhere ? 0 : window - 1; at < window; at++) {
        for (int next = 0; next < count; next++) {
          outputs[1][(everywhere ? at * count : 0) + next] =
              follower.score((int) inputs[0][at], next);
        }
      }
    }
  }

  private static Bigrams letters(Follower follower) {
    return new Bigrams(LETTERS, Column.Unit.CHARS, follower, 5, true);
  }

  @Test
  void takesTheLikeliestAtTemperatureZero() throws WeightsException {
    TextGenerator generator = TextGenerator.of(letters(ALPHABET));
    assertThat(generator.generate("ab", 9, new Sampling(0, 0, 1))).isEqualTo("cdabcdabc");
  }

  @Test
  void slidesTheTextThroughTheWindow() throws WeightsException {
    Bigrams net = letters(ALPHABET);
    TextGenerator.of(net).generate("abc", 4, new Sampling(0, 0, 1));
    // Two more came before, to see whether the net looks at what is behind.
    net.given.subList(0, 2).clear();
    assertThat(net.given.get(0)).startsWith(0, 1, 2);
    assertThat(net.given.get(2)).containsExactly(0, 1, 2, 3, 0);
    assertThat(net.given.get(3)).containsExactly(1, 2, 3, 0, 1);
  }

  @Test
  void readsTheScoresBehindAWholeWindow() throws WeightsException {
    Bigrams net = new Bigrams(LETTERS, Column.Unit.CHARS, ALPHABET, 3, false);
    TextGenerator generator = TextGenerator.of(net);
    assertThat(generator.generate("abc", 3, new Sampling(0, 0, 1))).isEqualTo("dab");
    assertThatThrownBy(() -> generator.generate("ab", 3, Sampling.PLAIN))
        .hasMessage("the prompt has 2 symbols, and `Bigrams` sees 3 of them at once");
  }

  @Test
  void theSeedDecides() throws WeightsException {
    TextGenerator generator = TextGenerator.of(letters((symbol, next) -> 0));
    String one = generator.generate("a", 60, new Sampling(1, 0, 1));
    assertThat(generator.generate("a", 60, new Sampling(1, 0, 1))).isEqualTo(one);
    assertThat(generator.generate("a", 60, new Sampling(1, 0, 2))).isNotEqualTo(one);
    assertThat(one).contains(LETTERS);
  }

  @Test
  void drawsAsOftenAsScoresSay() throws WeightsException {
    float[] chances = {0.1f, 0.2f, 0.3f, 0.4f};
    for (Follower follower :
        List.<Follower>of(
            (symbol, next) -> chances[next], (s, next) -> (float) Math.log(chances[next]) + 7)) {
      String text = TextGenerator.of(letters(follower)).generate("a", 20_000, Sampling.PLAIN);
      for (int i = 0; i < 4; i++) {
        double part = count(text, i) / 20_000.0;
        assertThat(Math.abs(part - chances[i])).as("%s: %s", i, part).isLessThan(0.015);
      }
    }
  }

  private static long count(String text, int letter) {
    return text.chars().filter(c -> c == LETTERS.get(letter).charAt(0)).count();
  }

  @Test
  void aTemperatureSharpensAndTopCutsOff() throws WeightsException {
    TextGenerator generator = TextGenerator.of(letters((symbol, next) -> next));
    String cold = generator.generate("a", 2000, new Sampling(0.2, 0, 1));
    String warm = generator.generate("a", 2000, new Sampling(1, 0, 1));
    assertThat(count(cold, 3)).isGreaterThan(1900);
    assertThat(count(warm, 3)).isBetween(1100L, 1500L);
    String two = generator.generate("a", 2000, new Sampling(1, 2, 1));
    assertThat(two).contains("c", "d").doesNotContain("a", "b");
  }

  @Test
  void namesASymbolThatTrainingDidNotSee() throws WeightsException {
    TextGenerator generator = TextGenerator.of(letters(ALPHABET));
    assertThatThrownBy(() -> generator.generate("a\tb", 1, Sampling.PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the prompt has `U+0009`, which the text of the training did not have: it has a b c d");
    assertThatThrownBy(() -> generator.generate("", 1, Sampling.PLAIN))
        .hasMessageStartingWith("the prompt is empty");
  }

  @Test
  void givesPiecesOfBytesWhenTheyAreCharacters() throws WeightsException {
    List<String> bytes = IntStream.range(0, 256).mapToObj(Integer::toString).toList();
    int[] follows = new int[256];
    byte[] text = "é🙂x".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      follows[text[i] & 0xff] = text[(i + 1) % text.length] & 0xff;
    }
    Bigrams net =
        new Bigrams(bytes, Column.Unit.BYTES, (s, next) -> next == follows[s] ? 1 : 0, 4, true);
    List<String> pieces = new ArrayList<>();
    TextGenerator.of(net).generate("x", 9, new Sampling(0, 0, 1), pieces::add);
    assertThat(pieces).containsExactly("é", "🙂", "x", "é");
  }

  @Test
  void bytesThatAreNoCharacterAreShownAsBroken() throws WeightsException {
    List<String> bytes = IntStream.range(0, 256).mapToObj(Integer::toString).toList();
    // A first byte of two, and an x in the place of the second.
    Bigrams net =
        new Bigrams(
            bytes,
            Column.Unit.BYTES,
            (s, next) -> next == (s == 0xc3 ? 'x' : 0xc3) ? 1 : 0,
            4,
            true);
    List<String> pieces = new ArrayList<>();
    TextGenerator.of(net).generate("x", 3, new Sampling(0, 0, 1), pieces::add);
    assertThat(pieces).containsExactly("\uFFFDx", "\uFFFD");
  }

  @Test
  void ofEqualsTheFirstAreKept() throws WeightsException {
    TextGenerator generator = TextGenerator.of(letters((symbol, next) -> next == 3 ? 1 : 0.5f));
    String two = generator.generate("a", 500, new Sampling(1, 2, 1));
    assertThat(two).contains("a", "d").doesNotContain("b", "c");
  }

  /** Scores of one symbol that sum to 1 by chance are no chances. */
  @Test
  void anOutputIsOfOneKind() throws WeightsException {
    float[] alike = {0.97f, 0.01f, 0.01f, 0.01f};
    TextGenerator generator =
        TextGenerator.of(letters((symbol, next) -> symbol == 0 ? next == 1 ? 9 : -9 : alike[next]));
    String text = generator.generate("a", 4000, Sampling.PLAIN);
    double behind = text.split("b[bcd]", -1).length;
    assertThat(behind / count(text, 1)).isBetween(0.4, 0.8);
  }

  @Test
  void aShortPromptNeedsANetThatLooksBackAlone() throws WeightsException {
    Bigrams net =
        new Bigrams(LETTERS, Column.Unit.CHARS, ALPHABET, 5, true) {
          @Override
          public void predict(float[][] inputs, int rows, float[][] outputs) {
            super.predict(inputs, rows, outputs);
            for (int i = 0; i < outputs[1].length; i++) {
              outputs[1][i] += inputs[0][4];
            }
          }
        };
    TextGenerator generator = TextGenerator.of(net);
    assertThat(generator.generate("abcda", 3, new Sampling(0, 0, 1))).isEqualTo("bcd");
    assertThatThrownBy(() -> generator.generate("abcd", 1, Sampling.PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the prompt has 4 symbols, and `Bigrams` looks at all 5 of its window at once, also"
                + " behind a position: give it as many, or train it so that it looks back alone,"
                + " as with `causal = true`");
  }

  @Test
  void manySymbolsAreShownInPart() throws WeightsException {
    List<String> letters =
        IntStream.range(0x4e00, 0x4e00 + 3000).mapToObj(Character::toString).toList();
    TextGenerator generator =
        TextGenerator.of(new Bigrams(letters, Column.Unit.CHARS, ALPHABET, 5, true));
    assertThatThrownBy(() -> generator.generate("a", 1, Sampling.PLAIN))
        .hasMessageEndingWith(" and 2936 more");
  }

  /** The words of cells are no text that goes on: what follows the last one was never learnt. */
  @Test
  void refusesNetsThatWereTrainedOnCells() {
    FittedColumn cells = new FittedColumn.Sequence("text", Column.Unit.WORDS);
    FittedColumn column = new FittedColumn.Classes(cells, "vocab", new ClassNames(LETTERS, false));
    String fields = new FittedFields(Map.of("tokens", column)).toJson();
    assertThatThrownBy(
            () ->
                TextGenerator.of(
                    new Bigrams(LETTERS, Column.Unit.CHARS, ALPHABET, 5, true) {
                      @Override
                      public Weights weights() {
                        return new Weights(
                            new Layout(List.of(), Layout.SLACK),
                            new float[Layout.SLACK],
                            Map.of(FittedFields.KEY, fields));
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "`tokens` was trained on columns of a table, and only what was trained on windows of a"
                + " text continues one: `from = text(…)`, `tokens = window(chars as vocab, 128)`");
  }

  @Test
  void refusesOtherNets() {
    assertThatThrownBy(
            () ->
                TextGenerator.of(
                    new Bigrams(LETTERS, Column.Unit.CHARS, ALPHABET, 5, true) {
                      @Override
                      public Weights weights() {
                        return new Weights(
                            new Layout(List.of(), Layout.SLACK), new float[Layout.SLACK], Map.of());
                      }
                    }))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("they were not trained on a text");
    assertThat(List.of(-1.0, Double.NaN))
        .allSatisfy(
            t -> assertThatThrownBy(() -> new Sampling(t, 0, 1)).hasMessageContaining("from 0 on"));
  }
}
