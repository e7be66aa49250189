package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on pictures as MNIST has them: lines that lie or stand. */
class PicturesTest {
  private static final String NET =
      """
      tulle 1
      dim lie = 2
      net Lines {
        input  image: [4, 4, 1]
        target label: lie
        let logits = image -> flatten -> Dense(16) -> relu -> Dense(lie)
        output probs = softmax(logits)
        loss   fit   = cross_entropy(logits, label)
      }
      data Drawings {
        from  = idx("lines/")
        image = pixels / 255
        label = class as lie
      }
      train Lines on Drawings {
        epochs    = 60
        batch     = 16
        optimizer = Adam(lr = 0.02)
        validate  = holdout(0.1, seed = 1)
        metrics   = [accuracy(logits, label)]
      }
      """;

  @TempDir Path folder;
  private Path net;

  @BeforeEach
  void draw() throws IOException {
    net = Files.writeString(folder.resolve("lines.net"), NET);
    Files.createDirectory(folder.resolve("lines"));
    write("train", 160, 1);
    write("t10k", 40, 2);
  }

  private void write(String part, int count, long seed) throws IOException {
    var random = new Random(seed);
    var images = new ByteArrayOutputStream();
    var labels = new ByteArrayOutputStream();
    try (var image = new DataOutputStream(images);
        var label = new DataOutputStream(labels)) {
      image.writeInt(0x803);
      label.writeInt(0x801);
      image.writeInt(count);
      label.writeInt(count);
      image.writeInt(4);
      image.writeInt(4);
      for (int i = 0; i < count; i++) {
        int lies = i % 2;
        int line = random.nextInt(4);
        for (int at = 0; at < 16; at++) {
          boolean ink = (lies == 1 ? at / 4 : at % 4) == line;
          image.writeByte(ink ? 200 + random.nextInt(56) : random.nextInt(40));
        }
        label.writeByte(lies);
      }
    }
    Files.write(folder.resolve("lines/" + part + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve("lines/" + part + "-labels-idx1-ubyte"), labels.toByteArray());
  }

  @Test
  void trainsAndTestsOnTheFilesThatAreMeantForIt() throws IOException {
    Path weights = folder.resolve("lines.safetensors");
    Cli run = Cli.run("train", net.toString(), "--out", weights.toString(), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    Map<?, ?> splits = (Map<?, ?>) JSON.std.mapFrom(run.out()).get("splits");
    Map<?, ?> test = (Map<?, ?>) splits.get("test");
    assertThat(((Number) test.get("rows")).intValue()).isEqualTo(40);
    assertThat(((Number) ((Map<?, ?>) test.get("metrics")).get("accuracy")).doubleValue())
        .isGreaterThan(0.9);
    assertThat(run.err()).contains("144 rows to train, 16 to validate");
  }

  @Test
  void warnsOfClassesThatNoPictureHas() throws IOException {
    Files.writeString(net, NET.replace("dim lie = 2", "dim lie = 4"));
    Cli run = Cli.run("train", net.toString(), "--epochs", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("warning[D305]: `class` has 2 classes in all rows, but `dim lie = 4`")
        .contains("lines.net:", "help: `dim lie = 2`");
  }

  @Test
  void refusesToPartRowsThatComeParted() throws IOException {
    Files.writeString(
        net, NET.replace("from  =", "split = fractions(train = 0.8, test = 0.2)\n  from  ="));
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[R404]", "t10k", "help: ");
  }

  @Test
  void saysWhereItLookedForTheFolder() throws IOException {
    Files.writeString(net, NET.replace("lines/", "strokes/"));
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[S006]", "no folder `strokes/`", "--data");
  }

  @Test
  void wantsAsManyPixelsAsTheNet() throws IOException {
    Files.writeString(net, NET.replace("[4, 4, 1]", "[5, 5, 1]"));
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[D302]", "25", "16");
  }
}
