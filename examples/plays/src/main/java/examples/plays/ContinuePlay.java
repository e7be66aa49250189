package examples.plays;

import dev.tulle.runtime.serving.Sampling;
import dev.tulle.runtime.serving.TextGenerator;
import java.io.IOException;
import java.nio.file.Path;

/** Continues a play. */
public final class ContinuePlay {
  private ContinuePlay() {}

  /** {@code ContinuePlay plays.safetensors "MARCIUS:"}: 300 characters more. */
  public static void main(String[] arguments) throws IOException {
    TextGenerator plays = TextGenerator.of(Play.load(Path.of(arguments[0])));
    System.out.print(arguments[1]);
    plays.generate(arguments[1], 300, new Sampling(0.8, 20, 1), System.out::print);
    System.out.println();
  }
}
