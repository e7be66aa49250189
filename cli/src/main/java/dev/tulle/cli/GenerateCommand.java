package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.serving.Sampling;
import dev.tulle.runtime.serving.TextGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Continues a text. */
@Command(
    name = "generate",
    description = "Continue a text with a net that was trained on one.",
    footer = {
      "",
      "Examples:",
      "  tulle generate plays.net --weights plays.safetensors --prompt \"MARCIUS:\"",
      "  tulle generate plays.net --weights plays.safetensors --temperature 0.8 --top-k 20"
    },
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private final Console console;
  private final Compilation compilation;

  @Mixin private NetOptions net = new NetOptions();

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "What `train --out` wrote.")
  private Path weights = Path.of("");

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the text begins with; a line end unless told.")
  private String prompt = "\n";

  private int length = 500;
  private double temperature = 1;

  /** 0 where all symbols may be chosen. */
  private int topK;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "How many symbols follow; 500 unless told.")
  void length(int count) {
    require(count >= 0, "`--length " + count + "` is no number of symbols: 0 or more are");
    length = count;
  }

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Below 1, likely symbols become likelier, and 0 takes the likeliest always. 1 unless told.")
  void temperature(double number) {
    require(
        number >= 0 && number <= 1e6,
        "`--temperature " + number + "` is none: 0 or more is, as 0.8");
    temperature = number;
  }

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Choose among the K likeliest symbols; among all unless told.")
  void topK(int count) {
    require(count >= 1, "`--top-k " + count + "` leaves nothing to choose from: 1 or more do");
    topK = count;
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same text; 1 unless told.")
  private long seed = 1;

  @Mixin private JsonOption json = new JsonOption();

  GenerateCommand(Console console) {
    this.console = console;
    this.compilation = new Compilation(console);
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
  }

  @Override
  public Integer call() throws Failure, IOException {
    Program program = compilation.servable(net);
    try {
      Sampling sampling = new Sampling(temperature, topK, seed);
      var generator = TextGenerator.of(new LoadedNet(program).model(weights));
      if (json.chosen) {
        print(program, generator.generate(prompt, length, sampling));
      } else {
        write(generator, sampling);
      }
    } catch (WeightsException e) {
      throw Mistakes.of(e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          List.of(
              Diagnostic.error(
                  Code.D305,
                  null,
                  String.valueOf(e.getMessage()),
                  "the net continues texts of the symbols that it was trained on")));
    }
    return ExitCode.OK;
  }

  /** Each piece is there to read as soon as the net has said it. */
  private void write(TextGenerator generator, Sampling sampling) throws IOException {
    generator.generate(prompt, 0, sampling);
    show(prompt);
    try {
      generator.generate(
          prompt,
          length,
          sampling,
          piece -> {
            try {
              show(piece);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      show(System.lineSeparator());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void show(String text) throws IOException {
    console.out().print(text);
    console.out().flush();
    console.requireReader();
  }

  private void print(Program program, String text) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("net", program.name());
    document.put("prompt", prompt);
    document.put("text", text);
    document.put("temperature", temperature);
    if (topK > 0) {
      document.put("top_k", topK);
    }
    document.put("seed", seed);
    new JsonObject(console).print(document, compilation.warnings());
  }
}
