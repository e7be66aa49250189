package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loops some rows of a batch may go through without the others. */
class LoopsByRowsTest {
  private static final String NET =
      """
      block Line(units) {
        input  h: [units], line: [_, _]
        output next = line -> scan(cell: RnnCell(units), from = h) -> last
      }

      /// Looks at what all rows have in common, so that these go through each turn together.
      block Together(units) {
        input  h: [units], x: [_]
        output next = tanh(Dense(units)(x) + h - batch_mean(h))
      }

      net Net {
        input  x: [6, 8]
        target wanted: [2]
        output y = x -> STAGES -> Dense(2)
        loss   fit = mean((y - wanted)^2)
      }

      data Rows {
        from   = csv("rows.csv")
        x      = columns("x*")
        wanted = columns("y*")
      }

      train Net on Rows { epochs = 1  optimizer = Sgd(lr = 0.1) }
      """;

  private static List<Repeat> loops(FunctionPlan function) {
    return function.steps().stream()
        .filter(Repeat.class::isInstance)
        .map(Repeat.class::cast)
        .toList();
  }

  private static ProgramPlan.Training training(String stages) {
    ProgramPlan.Training training = Plans.of(NET.replace("STAGES", stages)).training();
    assertThat(training).isNotNull();
    return training;
  }

  @ParameterizedTest
  @CsvSource({
    "Lstm(16) -> last, 2",
    "Gru(16) * 2 -> last, 4",
    "'Bidirectional(Gru(5), Rnn(6, reverse = true)) -> last', 4"
  })
  void recurrentLayersDo(String stages, int count) {
    ProgramPlan.Training training = training(stages);
    assertThat(loops(training.gradient())).hasSize(count).allMatch(Repeat::byRows);
    assertThat(loops(training.evaluate())).hasSize(count / 2).allMatch(Repeat::byRows);
  }

  /** The outer one copies sequences, which have another order in memory. */
  @Test
  void theInnerOfTwoLoopsDoes() {
    ProgramPlan.Training training =
        training("reshape([2, 3, 8]) -> scan(Line(5), from = 0) -> last");
    List<Repeat> outer = loops(training.gradient());
    assertThat(outer).hasSize(2).noneMatch(Repeat::byRows);
    for (Repeat loop : outer) {
      assertThat(loop.steps().stream().filter(Repeat.class::isInstance).map(Repeat.class::cast))
          .hasSize(1)
          .allMatch(Repeat::byRows);
    }
  }

  /** Rows of a serving class are divided among threads before any loop. */
  @Test
  void notWhenServing() {
    assertThat(loops(Plans.of(NET.replace("STAGES", "Lstm(16) -> last")).predict()))
        .hasSize(1)
        .noneMatch(Repeat::byRows);
  }

  /** Each piece would read a megabyte of weights at every turn; or needs the other rows. */
  @ParameterizedTest
  @ValueSource(strings = {"Lstm(300) -> last", "scan(Together(6), from = 0) -> last"})
  void largeWeightsDoNotNorWhatLooksAtOtherRows(String stages) {
    assertThat(loops(training(stages).gradient())).isNotEmpty().noneMatch(Repeat::byRows);
  }

  /** Some rows are at another turn than others, so that no turn's floats are free for others. */
  @Test
  void tensorsOfATurnShareNoFloats() {
    FunctionPlan gradient = training("Lstm(16) -> Dropout(0.5) -> last").gradient();
    assertThat(loops(gradient)).hasSize(2).allMatch(Repeat::byRows);
    for (Repeat loop : loops(gradient)) {
      var taken = new ArrayList<Map.Entry<Long, Long>>();
      loop.kernels()
          .flatMap(Kernel::buffers)
          .map(Buffer::base)
          .distinct()
          .filter(b -> b.storage() == null && !b.count().isKnown())
          .forEach(
              b -> {
                long first = gradient.place(b).perRow();
                taken.add(Map.entry(first, first + BufferPlanner.floats(b.count())));
              });
      assertThat(taken).hasSizeGreaterThan(3);
      for (int i = 0; i < taken.size(); i++) {
        for (int j = i + 1; j < taken.size(); j++) {
          boolean apart =
              taken.get(i).getValue() <= taken.get(j).getKey()
                  || taken.get(j).getValue() <= taken.get(i).getKey();
          assertThat(apart).as("%s and %s", taken.get(i), taken.get(j)).isTrue();
        }
      }
    }
  }
}
