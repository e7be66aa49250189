package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lists of numbers, and choices that are compared as a whole. */
class ListsTest {
  private static String shape(String statements) {
    return Checked.body("input x: [3, 5, 2]  " + statements).shape("y");
  }

  @Test
  void computesWithElements() {
    String list = "let s = 2 * [1, 2] + [3, 4] - 1  ";
    assertThat(shape(list + "output y = slice(x, 1, 0, s[0])")).isEqualTo("[rows, 3, 4, 2]");
    assertThat(shape(list + "output y = pad_axis(x, 0, s[1])")).isEqualTo("[rows, 10, 5, 2]");
    assertThat(shape("let s = floor([7, 9] / 2)  output y = slice(x, 0, 0, s[0])"))
        .isEqualTo("[rows, 3, 5, 2]");
  }

  @Test
  void aListInAListStandsForItsElements() {
    assertThat(shape("let front = [1, 3]  output y = reshape(x, [front, [5, 2]])"))
        .isEqualTo("[rows, 1, 3, 5, 2]");
  }

  @Test
  void aListInAShapeStandsForAxes() {
    Checked net =
        Checked.net(
            "block B(k) { input x: [..., c]  param w: [each(k, rank(x) - 1), c] = 1"
                + "  output y = x * sum(w) }\n"
                + "net Sample { input x: [3, 5, 2]  output y = x -> B(4)  output z = x -> B([6, 7]) }");
    assertThat(net.parameters()).containsExactly("b1.w[4, 4, 2]", "b2.w[6, 7, 2]");
  }

  @Test
  void theDotsAreAList() {
    assertThat(
            Checked.net(
                    "fun half(x: [..., c]) { let s = [...] - 1  output y = reshape(x, [s + 1, c]) }\n"
                        + "net Sample { input x: [3, 5, 2]  output y = half(x) }")
                .shape("y"))
        .isEqualTo("[rows, 3, 5, 2]");
  }

  @Test
  void comparesChoicesAsAWhole() {
    String functions =
        "const on = \"on\"\n"
            + "fun act(x, how) = if how == on then 2 * x else (if is_function(how) then how(x) else x + how)\n";
    Checked net =
        Checked.net(
            functions
                + "net Sample { input x: [1]"
                + "  output y = concat(act(x, on), act(x, exp), act(x, 3), if relu == relu then x else 0 * x) }");
    assertThat(net.apply(0)).containsExactly(0, 1, 3, 0);
  }

  @Test
  void saysWhatDoesNotGo() {
    assertThat(Checked.mistakes("net S { input x: [2]  output y = x + each([1, 2], 3)[0] }"))
        .containsExactly("T213 [1, 2]");
    assertThat(Checked.mistakes("net S { input x: [2]  output y = x + ([1, 2] + [1])[0] }"))
        .containsExactly("T213 [1]");
    assertThat(Checked.mistakes("net S { input x: [2]  output y = x + [1, 2][2] }"))
        .containsExactly("T209 2");
    assertThat(Checked.mistakes("net S { input x: [2]  output y = x + each(0, 2, least = 1)[0] }"))
        .containsExactly("T213 0");
  }

  @Test
  void swapsAxes() {
    assertThat(shape("output y = swap_axes(x, 0)")).isEqualTo("[rows, 2, 5, 3]");
    assertThat(shape("output y = swap_axes(x, 1, with = 0)")).isEqualTo("[rows, 5, 3, 2]");
  }
}
