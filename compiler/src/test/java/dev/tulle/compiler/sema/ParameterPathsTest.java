package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which parameters a net has and how they are called. */
class ParameterPathsTest {
  @Test
  void countsUnlabelledStages() {
    assertThat(
            Checked.body("input x: [4]  output y = x -> Dense(3) -> relu -> Dense(2)").parameters())
        .containsExactly("dense1.w[4, 3]", "dense1.b[3]", "dense2.w[3, 2]", "dense2.b[2]");
  }

  @Test
  void takesLabelsAndLets() {
    String text = "input x: [4]  let enc = Dense(3)  output y = x -> enc -> head: Dense(2)";
    assertThat(Checked.body(text).parameters())
        .containsExactly("enc.w[4, 3]", "enc.b[3]", "head.w[3, 2]", "head.b[2]");
  }

  @Test
  void nestsPaths() {
    String text = "input x: [4]  output y = x -> Residual(LayerNorm -> Dense(4))";
    assertThat(Checked.body(text).parameters())
        .containsExactly(
            "residual1.layer_norm1.gain[4]",
            "residual1.layer_norm1.shift[4]",
            "residual1.dense1.w[4, 4]",
            "residual1.dense1.b[4]");
  }

  @Test
  void labelsWholePipelines() {
    String text = "input x: [4]  output y = x -> trunk: (Dense(3) -> Dense(2))";
    assertThat(Checked.body(text).parameters())
        .extracting(p -> p.replaceAll("\\[.*", ""))
        .containsExactly("trunk.dense1.w", "trunk.dense1.b", "trunk.dense2.w", "trunk.dense2.b");
  }

  @Test
  void repeatsMakeCopies() {
    String text = "input x: [4]  output y = x -> (Dense(4) -> relu) * 3";
    assertThat(Checked.body(text).parameters()).hasSize(6).contains("dense3.w[4, 4]");
  }

  @Test
  void sharesWhatANameStandsFor() {
    String text =
        "input a: [4]  input b: [4]  let enc = Dense(3)  output y = (a -> enc) + (b -> enc)";
    assertThat(Checked.body(text).parameters()).containsExactly("enc.w[4, 3]", "enc.b[3]");
    assertThat(Checked.body("input x: [4]  let d = Dense(4)  output y = x -> d * 3").parameters())
        .containsExactly("d.w[4, 4]", "d.b[4]");
  }

  @Test
  void tiesWeights() {
    String text =
        "input x: [4]  let enc = Dense(3)  output y = x -> enc -> Dense(4, w = transpose(enc.w))";
    assertThat(Checked.body(text).parameters())
        .containsExactly("enc.w[4, 3]", "enc.b[3]", "dense1.b[4]");
  }

  @Test
  void leavesOutWhatNoPathReaches() {
    assertThat(Checked.body("input x: [4]  output y = x -> Dense(3, bias = false)").parameters())
        .containsExactly("dense1.w[4, 3]");
  }

  @Test
  void refusesTwoStagesOfOneName() {
    String text = "net A { input x: [4]  output y = (x -> a: Dense(3)) + (x -> a: Dense(3)) }";
    assertThat(Checked.mistakes(text)).hasSize(1).first().asString().startsWith("N106");
  }
}
