package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Model;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.report.TrainingEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net of the literature on pictures in files, from its text to answers. */
class PhotosTest {
  private static final Path RESNET =
      Path.of("..", "compiler", "src", "test", "resources", "language", "resnet.net");
  private static final int CLASSES = 10;

  @TempDir Path folder;

  /** Stripes of any phase and size; a class is their direction and colour. */
  private static BufferedImage stripes(int kind, SplittableRandom random) {
    int height = 24 + random.nextInt(24);
    int width = 24 + random.nextInt(24);
    // Within a quarter, since training flips pictures, and what is flipped is to stay its kind.
    double angle = Math.PI / 2 * (kind % 5) / 4;
    double phase = random.nextDouble(2 * Math.PI);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = Math.cos(angle) * x / width + Math.sin(angle) * y / height;
        double wave = Math.sin(2 * Math.PI * 4 * across + phase);
        int light = (int) Math.max(0, Math.min(255, 128 + 90 * wave + random.nextInt(-20, 21)));
        picture.setRGB(
            x, y, kind < 5 ? light << 16 | light << 8 | 40 : 40 << 16 | light << 8 | light);
      }
    }
    return picture;
  }

  private void write(int each) throws IOException {
    var random = new SplittableRandom(1);
    for (int kind = 0; kind < CLASSES; kind++) {
      Path place = Files.createDirectories(folder.resolve("photos").resolve("kind" + kind));
      for (int i = 0; i < each; i++) {
        String format = i % 2 == 0 ? "png" : "jpg";
        Path file = place.resolve(i + "." + format);
        assertThat(ImageIO.write(stripes(kind, random), format, file.toFile())).isTrue();
      }
    }
  }

  @Test
  void resnetTrainsAsItStandsAndServesPictures() throws Exception {
    write(20);
    Path net = Files.copy(RESNET, folder.resolve("resnet.net"));
    CompileResult result = TulleCompiler.compile(List.of(net), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.summaries().get(0).parameters()).isEqualTo(272_474);
    Program program = result.programs().get(0);
    var losses = new ArrayList<Double>();
    var loaded = new LoadedNet(program);
    TrainedNet trained =
        Training.of(loaded.factory())
            .folder(folder)
            .threads(2)
            .batch(20)
            .epochs(9)
            .onEpoch((TrainingEvent.EpochEnded e) -> losses.add(e.losses().get("fit")))
            .run();
    assertThat(losses.get(losses.size() - 1)).isLessThan(0.7 * losses.get(0));

    Path weights = folder.resolve("resnet.safetensors");
    trained.weights().write(weights);
    Model model = loaded.model(weights);
    var probs = model.getClass().getMethod("probs", BufferedImage.class);
    var unseen = new SplittableRandom(99);
    int right = 0;
    int asked = 100;
    for (int i = 0; i < asked; i++) {
      float[] found = (float[]) probs.invoke(model, stripes(i % CLASSES, unseen));
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = found[c] > found[best] ? c : best;
      }
      right += best == i % CLASSES ? 1 : 0;
    }
    // Guessing gives 10.
    assertThat(right).isGreaterThan(90);
  }

  private Cli train(String text) throws IOException {
    Path net = Files.writeString(folder.resolve("resnet.net"), text);
    return Cli.run("train", net.toString());
  }

  @Test
  void foldersThatAreNotTheClassesAreASentence() throws IOException {
    write(3);
    Cli run = train(Files.readString(RESNET).replace("dim kind = 10", "dim kind = 12"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error[D305]: `class` has 10 classes in the training rows, but `dim kind = 12`")
        .contains("label = class as kind")
        .contains("has a place for each of kind0, kind1");
  }

  @Test
  void picturesOfSeveralSizesNeedAResize() throws IOException {
    write(1);
    Cli run = train(Files.readString(RESNET).replace("resize(32, 32)", "pixels"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error[D304]: ", "pixels (width x height), and the net takes 32 x 32")
        .contains("help: `resize(32, 32)` in place of `pixels` makes all of one size");
  }
}
