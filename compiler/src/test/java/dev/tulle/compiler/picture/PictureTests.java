package dev.tulle.compiler.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Nets that tests draw. */
public final class PictureTests {
  public static final Path RESOURCES = Path.of("src", "test", "resources");

  private PictureTests() {}

  /** A residual, branches, several inputs and outputs, a shared layer, losses. */
  public static String branches() {
    return read(RESOURCES.resolve("pictures/branches.net"));
  }

  /** Nets of all kinds, as text. */
  public static Stream<String> texts() {
    return Stream.of(
            RESOURCES.resolve("pictures/branches.net"),
            RESOURCES.resolve("programs/rich.net"),
            RESOURCES.resolve("language/autoencoder.net"),
            Path.of("..", "examples", "digits", "digits.net"),
            Path.of("..", "examples", "iris", "iris.net"),
            Path.of("..", "examples", "concrete", "concrete.net"))
        .map(PictureTests::read);
  }

  public static String read(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static CompileResult compile(String text) {
    var file = new SourceFile("a.net", text.startsWith("tulle") ? text : "tulle 1\n" + text);
    CompileResult result = TulleCompiler.compileSources(List.of(file), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result;
  }

  public static TypedNet net(String text) {
    return compile(text).nets().get(0);
  }

  public static Picture picture(String text, boolean losses) {
    return Pictures.of(net(text), losses);
  }
}
