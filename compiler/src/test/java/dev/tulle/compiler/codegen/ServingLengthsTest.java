package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How applications call a net whose inputs are longer in one call than in another. */
@Tag("vectors")
class ServingLengthsTest {
  private static final String NET =
      """
      dim time <= 6, source <= 4, word = 5

      net Both {
        input tokens: word[time]
        input x: [time, 2]
        input memory: [source, 3]
        let last_one[k] = x[time - 1, k]
        output twice = x * 2
        output same = tokens
        output wide = concat(x, x, axis = 0)
        output all = concat(last_one, sum[i](memory[i]))
      }
      """
          .replace("sum[i](memory[i])", "total")
          .replace("let last", "let total[k] = sum[i](memory[i, k])\n  let last");

  private static Object call(String body) throws Exception {
    return ServingCalls.call(NET, "Both net = Both.initial(1);\n" + body);
  }

  @Test
  void arraysSayHowLongRowsAre() throws Exception {
    String given =
        "new int[] {0, 1, 2, 3, 4, 0}, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, ";
    assertThat(call("return net.twice(" + given + "new float[] {1, 1, 1, 2, 2, 2}, 2);"))
        .isEqualTo(new float[] {2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24});
    assertThat(call("return net.same(" + given + "new float[12]);"))
        .isEqualTo(new int[] {0, 1, 2, 3, 4, 0});
    assertThat(call("return net.all(" + given + "new float[] {1, 2, 3, 4, 5, 6});"))
        .isEqualTo(new float[] {11, 12, 5, 7, 9});
    assertThat(call("return net.wide(new int[1], new float[] {8, 9}, new float[3]);"))
        .isEqualTo(new float[] {8, 9, 8, 9});
    assertThat(call("return net.twice(new int[0], new float[0], new float[0], 0);"))
        .isEqualTo(new float[0]);
    assertThat(
            call(
                "float[] y = new float[9]; net.twice("
                    + "new int[2], new float[] {1, 2, 3, 4}, new float[3], 1, y); return y;"))
        .isEqualTo(new float[] {2, 4, 6, 8, 0, 0, 0, 0, 0});
  }

  @Test
  void tensorsSayItToo() throws Exception {
    String inputs = "new float[][] {new float[6], new float[12], new float[9]}";
    String outputs = "{new float[12], new float[6], new float[24], new float[15]}";
    assertThat(
            call(
                "float[][] out = new float[][] "
                    + outputs
                    + "; net.predict("
                    + inputs
                    + ", 3, out); return net.dims() + \" \" + net.outputs().get(2).varying();"))
        .isEqualTo(
            "[Dim[name=time, least=1, most=6], Dim[name=source, least=1, most=4]]"
                + " [Varying[axis=0, dim=time, times=2, plus=0]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new int[4], new float[6], new float[3], 1 | `x` has 6 numbers, but 1 row of 8 need 8: `time` is 4 in `tokens`",
        "new int[7], new float[14], new float[3], 1 | `tokens` has 7 numbers: 1 row with a `time` of 7, which is 1 to 6 in this net",
        "new int[3], new float[6], new float[6], 2 | `tokens` has 3 numbers, and 2 rows of 1 for each position of `time` are a multiple of 2",
        "new int[0], new float[0], new float[3], 1 | `tokens` has 0 numbers, and a row has at least 1 position of `time`",
        "new int[1], new float[2], new float[15], 1 | `memory` has 15 numbers: 1 row with a `source` of 5, which is 1 to 4 in this net",
        "null, new float[2], new float[3], 1 | `tokens` is null",
        "new int[1], new float[2], null, 1 | `memory` is null",
        "new int[1], new float[2], new float[3], -1 | -1 rows"
      })
  void whatDoesNotFitIsSaid(String arguments, String message) {
    assertThatThrownBy(() -> call("return net.twice(" + arguments + ");"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aShortestLengthIsSaid() {
    String net =
        """
        dim time <= 6
        net Net {
          input x: [time, 1]
          output y = x -> Conv(1, kernel = 3, pad = valid, bias = false)
        }
        """;
    assertThatThrownBy(() -> ServingCalls.call(net, "return Net.initial(1).y(new float[2], 1);"))
        .hasMessage("`x` has 2 numbers: 1 row with a `time` of 2, which is 3 to 6 in this net");
  }

  /** Each length alone would do where the other is as long as can be. */
  @Test
  void lengthsThatAreTooShortTogetherAreRefused() throws Exception {
    String net =
        """
        dim time <= 6, source <= 6
        net Joined {
          input x: [time, 2]
          input memory: [source, 2]
          let all = concat(x, memory, axis = 0) -> Conv(3, kernel = 5, pad = valid)
          output y = sum(all)
        }
        """;
    String call =
        "Joined net = Joined.initial(1); return net.y(new float[%s], new float[%s], %s).length;";
    assertThat(ServingCalls.call(net, call.formatted(6, 4, 1))).isEqualTo(1);
    assertThat(ServingCalls.call(net, call.formatted(0, 0, 0))).isEqualTo(0);
    assertThatThrownBy(() -> ServingCalls.call(net, call.formatted(4, 4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "an axis of `source + time - 4` would have 0 positions with the lengths of these"
                + " arrays, and needs 1 at least: they are too short together by 1");
  }
}
