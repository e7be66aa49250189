package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small GPT that learns a text, and what continues it. */
class TextsTest {
  private static final String NET =
      """
      tulle 1
      dim vocab = 18, model = 24, time = 16

      block Layer =
        Residual(LayerNorm -> MultiHeadAttention(2, causal = true)) ->
        Residual(LayerNorm -> Dense(2 * model) -> gelu -> Dense(model))

      net Gpt(depth = 2) {
        input  tokens: vocab[time]
        target next:   vocab[time]
        let embed = Embed(model)
        let logits = tokens -> embed -> Positions -> Layer * depth -> LayerNorm
          -> Dense(vocab, w = transpose(embed.w), bias = false)
        output logits
        loss fit = cross_entropy(logits, next)
      }

      data Rhymes {
        from   = text("rhymes.txt")
        split  = fractions(train = 0.9, valid = 0.1)
        tokens = window(chars as vocab, 16)
        next   = window(chars as vocab, 16, offset = 1)
      }

      train Gpt on Rhymes {
        steps     = 90
        batch     = 16
        optimizer = AdamW(lr = linear(0, 1e-2, steps = 20) -> cosine(to = 1e-3), decay = 0.1)
        group "**.b", "**.gain", "**.shift" { decay = 0 }
        clip      = norm(1.0)
        metrics   = [perplexity(logits, next)]
      }
      """;

  private static final List<String> LINES =
      List.of("one for sorrow\n", "two for mirth\n", "three for a wedding\n", "four for a birth\n");

  @TempDir private Path folder = Path.of("");
  private Path net = Path.of("");

  @BeforeEach
  void write() throws IOException {
    net = Files.writeString(folder.resolve("gpt.net"), NET);
    var text = new StringBuilder();
    var random = new SplittableRandom(1);
    while (text.length() < 6000) {
      text.append(LINES.get(random.nextInt(LINES.size())));
    }
    Files.writeString(folder.resolve("rhymes.txt"), text);
  }

  private String weights() {
    return folder.resolve("gpt.safetensors").toString();
  }

  private Cli generate(String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "generate";
    all[1] = net.toString();
    all[2] = "--weights";
    all[3] = weights();
    System.arraycopy(options, 0, all, 4, options.length);
    return Cli.run(all);
  }

  @Test
  void learnsATextAndContinuesIt() throws IOException {
    Cli train = Cli.run("train", net.toString(), "--out", weights(), "--json");
    assertThat(train.code()).as(train.err()).isZero();
    Map<?, ?> splits = (Map<?, ?>) JSON.std.mapFrom(train.out()).get("splits");
    Map<?, ?> valid = (Map<?, ?>) splits.get("valid");
    // An untrained net is at ln 18 = 2.9, one that counts characters at 2.6.
    double fit = ((Number) ((Map<?, ?>) valid.get("losses")).get("fit")).doubleValue();
    assertThat(fit).isLessThan(1.1);
    assertThat(train.err()).contains("337 rows to train, 37 to validate");

    Cli text = generate("--prompt", "three f", "--length", "80", "--temperature", "0");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).startsWith("three for a ").hasSize(88).endsWith("\n");
    String drawn = generate("--length", "100", "--top-k", "3", "--seed", "4").out();
    assertThat(generate("--length", "100", "--top-k", "3", "--seed", "4").out()).isEqualTo(drawn);
    assertThat(generate("--length", "100", "--top-k", "3", "--seed", "5").out())
        .isNotEqualTo(drawn);

    Map<String, Object> json = JSON.std.mapFrom(generate("--prompt", "one", "--json").out());
    assertThat(json).containsEntry("prompt", "one").containsEntry("seed", 1);
    assertThat((String) json.get("text")).hasSize(500).contains("\n");
    assertThat(json).doesNotContainKey("top_k");
    String few = generate("--length", "1", "--top-k", "3", "--json").out();
    assertThat(JSON.std.mapFrom(few)).containsEntry("top_k", 3);

    Cli unseen = generate("--prompt", "Zwei");
    assertThat(unseen.code()).isEqualTo(1);
    assertThat(unseen.err()).contains("error[D305]: the prompt has `Z`, which", "help: ");
    Cli cold = generate("--temperature", "-1");
    assertThat(cold.code()).isEqualTo(2);
    assertThat(cold.err()).contains("--temperature", "0 or more");
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyThreads() throws IOException {
    Files.writeString(net, NET.replace("steps     = 90", "steps     = 3"));
    Cli one = Cli.run("train", net.toString(), "--threads", "1", "--out", weights());
    assertThat(one.code()).as(one.err()).isZero();
    byte[] first = Files.readAllBytes(Path.of(weights()));
    assertThat(Cli.run("train", net.toString(), "--threads", "3", "--out", weights()).code())
        .isZero();
    assertThat(Files.readAllBytes(Path.of(weights()))).isEqualTo(first);
  }

  @Test
  void countsTheSymbolsOfTheText() throws IOException {
    Files.writeString(net, NET.replace("vocab = 18", "vocab = 12"));
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "error[D305]: ",
            "rhymes.txt has 18 different characters in the part that trains, but `dim vocab = 12`",
            "tokens = window(chars as vocab, 16)",
            "help: `dim vocab = 18`; they are U+000A, U+0020, a, b, ");
  }

  @Test
  void wantsATextThatIsLongerThanAWindow() throws IOException {
    Files.writeString(folder.resolve("rhymes.txt"), "one for sorrow, two for mirth");
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error[R402]: `valid` has 3 characters of ", "and a row sees 17 of them");
  }

  @Test
  void weightsThatAreNotThereContinueNothing() throws IOException {
    Cli run = Cli.run("generate", net.toString(), "--weights", folder.resolve("none").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[D306]: ", "there is no such file");
  }

  @Test
  void checkCountsTheSymbolsOfATextBesideTheNet() throws IOException {
    assertThat(Cli.run("check", net.toString()).code()).isZero();
    String text = Files.readString(net);
    assertThat(text).containsPattern("dim vocab = \\d+");
    Files.writeString(net, text.replaceFirst("dim vocab = \\d+", "dim vocab = 12"));
    Cli check = Cli.run("check", net.toString());
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err())
        .contains("error[D305]: ")
        .contains("different characters in the part that trains, but `dim vocab = 12`")
        .contains("tokens = window(chars as vocab, 16)");
    Files.delete(folder.resolve("rhymes.txt"));
    assertThat(Cli.run("check", net.toString()).code()).isZero();
  }
}
