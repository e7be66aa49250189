package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** Sentences of a table, each as long as it is: trained on, evaluated and predicted. */
class SentencesTest {
  private static final String NET =
      """
      tulle 1
      dim vocab = 6, tag = 3
      dim time <= 8
      net Tagger {
        input  words: vocab[time]
        target tags:  tag[time]
        output scores = words -> Embed(8) -> Gru(8) -> Dense(tag)
        output length = sum(softmax(scores))
        loss   fit = cross_entropy(scores, tags)
      }
      data Sentences {
        from  = csv("sentences.csv")
        split = fractions(train = 0.8, valid = 0.2)
        words = words(column("sentence"), unknown = true) as vocab
        tags  = words(column("tags")) as tag
      }
      train Tagger on Sentences {
        epochs    = 12
        batch     = 8
        optimizer = Adam(lr = 3e-2)
        metrics   = [accuracy(scores, tags)]
      }
      """;

  private static final List<List<String>> WORDS =
      List.of(List.of("the", "a"), List.of("dog", "cat"), List.of("sees"));
  private static final List<String> TAGS = List.of("D", "N", "V");

  @TempDir private Path folder = Path.of("");
  private Path net = Path.of("");

  @BeforeEach
  void write() throws IOException {
    net = Files.writeString(folder.resolve("tagger.net"), NET);
    var random = new SplittableRandom(3);
    var csv = new StringBuilder("sentence,tags\n");
    for (int row = 0; row < 60; row++) {
      var sentence = new StringBuilder();
      var tags = new StringBuilder();
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        int kind = random.nextInt(3);
        List<String> words = WORDS.get(kind);
        sentence.append(words.get(random.nextInt(words.size()))).append(' ');
        tags.append(TAGS.get(kind)).append(' ');
      }
      csv.append(sentence).append(',').append(tags).append('\n');
    }
    Files.writeString(folder.resolve("sentences.csv"), csv);
  }

  private String weights(String name) {
    return folder.resolve(name).toString();
  }

  private Cli train(String name, int threads) {
    return Cli.run(
        "train",
        net.toString(),
        "--out",
        weights(name),
        "--threads",
        String.valueOf(threads),
        "--json");
  }

  private static Map<?, ?> json(Cli run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return JSON.std.mapFrom(run.out());
  }

  @Test
  void sentencesAreTrainedOnEvaluatedAndPredicted() throws IOException {
    Map<?, ?> trained = json(train("one.safetensors", 1));
    json(train("two.safetensors", 2));
    assertThat(Files.readAllBytes(folder.resolve("two.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("one.safetensors")));
    Map<?, ?> evaluated =
        json(
            Cli.run("evaluate", net.toString(), "--weights", weights("one.safetensors"), "--json"));
    assertThat(evaluated.get("splits")).isEqualTo(trained.get("splits"));
    Map<?, ?> valid = (Map<?, ?>) ((Map<?, ?>) evaluated.get("splits")).get("valid");
    assertThat(valid.get("rows")).isEqualTo(12);
    assertThat(((Map<?, ?>) valid.get("metrics")).get("accuracy")).isEqualTo(1.0);

    Path input = Files.writeString(folder.resolve("new.csv"), "sentence\na dog sees\nthe\na cat\n");
    String[] predict = {
      "predict",
      net.toString(),
      "--weights",
      weights("one.safetensors"),
      "--input",
      input.toString()
    };
    Cli csv = Cli.run(predict);
    assertThat(csv.code()).as(csv.err()).isZero();
    List<String> lines = csv.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("tag,scores,length");
    List<String> tags = List.of("D N V", "D", "D N");
    for (int row = 0; row < 3; row++) {
      String[] cells = lines.get(row + 1).split(",");
      int words = tags.get(row).split(" ").length;
      assertThat(cells[0]).isEqualTo(tags.get(row));
      assertThat(cells[1].split(" ")).hasSize(3 * words);
      // What every position sums to 1 is summed over the positions of this row alone.
      assertThat(Double.parseDouble(cells[2])).isCloseTo(words, within(1e-5));
    }
  }

  @Test
  void aSentenceThatIsTooLongStandsWithItsLine() throws IOException {
    Files.writeString(
        folder.resolve("sentences.csv"),
        "sentence,tags\nthe dog sees a cat,D N V D N\na a a a a a a a a,D D D D D D D D D\n");
    Files.writeString(net, NET.replace("  split = fractions(train = 0.8, valid = 0.2)\n", ""));
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().replace(folder + "/", ""))
        .contains(
            """
            error[D304]: sentences.csv:3: `words` makes `time` 9 long, and `dim time <= 8`
              --> tagger.net:13:11
            """)
        .contains("`dim time <= 9` takes all rows");
  }
}
