package dev.tulle.cli;

import dev.tulle.compiler.WholeFile;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.drawing.SvgPrinter;
import dev.tulle.compiler.picture.Folds;
import dev.tulle.compiler.picture.MermaidPrinter;
import dev.tulle.compiler.picture.Picture;
import dev.tulle.compiler.picture.Pictures;
import dev.tulle.compiler.picture.Repeats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws a net. */
@Command(
    name = "graph",
    description = {
      "Draw a net: its layers, the blocks around them, and on each arrow the shape of the tensor"
          + " that goes there.",
      "A flowchart of Mermaid goes to standard output unless told. In a browser, the blocks of an"
          + " SVG fold on a click."
    },
    footer = {"", "Example: tulle graph digits.net -o digits.svg"},
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  /** The forms that a picture is written in. */
  enum Format {
    mermaid,
    svg;

    String write(Picture picture) {
      return this == svg ? SvgPrinter.print(picture) : MermaidPrinter.print(picture);
    }
  }

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private NetOptions net = new NetOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where the picture goes; a name that ends in .svg makes it SVG.")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}; what the name of the file says unless told.")
  private @Nullable Format format;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "How many blocks around each other are open; 0 folds all of them.")
  private int depth = Integer.MAX_VALUE;

  @Option(
      names = "--fold",
      paramLabel = "BLOCK",
      description = "Fold a block, by the name of its definition or its path; repeatable.")
  private List<String> folded = new ArrayList<>();

  @Option(
      names = "--once",
      description = "Draw a block that stands several times in a row once, with how often.")
  private boolean once;

  @Option(names = "--losses", description = "Draw targets and losses too.")
  private boolean losses;

  @Mixin private JsonOption json = new JsonOption();

  GraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    if (depth < 0) {
      throw new ParameterException(
          spec.commandLine(), "--depth counts blocks from 0, got " + depth);
    }
    var compilation = new Compilation(console);
    Picture picture = folded(Pictures.of(compilation.drawable(net), losses));
    if (out != null) {
      WholeFile.write(out, chosen().write(picture).getBytes(StandardCharsets.UTF_8));
    }
    if (json.chosen) {
      new JsonObject(console).print(PictureJson.of(picture), compilation.warnings());
    } else if (out == null) {
      console.out().print(chosen().write(picture));
    }
    console.requireReader();
    return ExitCode.OK;
  }

  private Format chosen() {
    if (format != null) {
      return format;
    }
    boolean svg = out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
    return svg ? Format.svg : Format.mermaid;
  }

  private Picture folded(Picture whole) throws Failure {
    for (String name : folded) {
      if (whole.blocks().stream().noneMatch(block -> isCalled(block, name))) {
        throw nothing(name, whole);
      }
    }
    Picture picture = once ? Repeats.once(whole) : whole;
    picture = Folds.fold(picture, block -> folded.stream().anyMatch(name -> isCalled(block, name)));
    return Folds.toDepth(picture, depth);
  }

  private static boolean isCalled(Picture.Block block, String name) {
    return block.path().equals(name) || block.definition().equals(name);
  }

  private static Failure nothing(String name, Picture picture) {
    List<String> names =
        picture.blocks().stream()
            .flatMap(block -> Stream.of(block.definition(), block.path()))
            .distinct()
            .toList();
    return new Failure(
        "the net `" + picture.net() + "` has no block `" + name + "` with parts to fold",
        NearNames.nearest(name, names)
            .map(near -> "a similar name is `" + near + "`")
            .orElse(
                names.isEmpty()
                    ? "its picture has no blocks"
                    : "it has " + String.join(", ", names)));
  }
}
