package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Initialisers and optimizers take the shapes that the library states, and keep what it says. */
class LibraryRuleShapesTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  private static Stream<LibraryEntry> entries(String kind) {
    return LibraryReader.modules().stream()
        .flatMap(m -> m.entries().stream())
        .filter(e -> e.kind().equals(kind));
  }

  static Stream<LibraryEntry> initialisers() {
    return entries("init");
  }

  static Stream<LibraryEntry> optimizers() {
    return entries("optimizer");
  }

  private static CompileResult compile(String text) {
    return TulleCompiler.compileSources(
        List.of(new SourceFile("shapes.net", text)), CompileOptions.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("initialisers")
  void initialisersFillParametersOfTheirShape(LibraryEntry entry) {
    String stated = entry.shapes().get(0).replaceFirst("^`([^`]*)`, that of the parameter$", "$1");
    List<String> taken =
        switch (stated) {
          case "any" -> List.of("[]", "[5]", "[3, 4]", "[2, 3, 4]");
          case "[..., n]" -> List.of("[5]", "[3, 4]", "[2, 3, 4]");
          case "[n, m]" -> List.of("[3, 4]");
          default -> throw new AssertionError(stated);
        };
    String values = entry.name() + (entry.name().equals("filled") ? "(2)" : "");
    for (String type : List.of("[]", "[5]", "[3, 4]", "[2, 3, 4]")) {
      String text =
          """
          tulle 1
          net Uses {
            input  x: [2]
            param  w: %s ~ %s
            output y = x + mean(w)
          }
          """
              .formatted(type, values);
      CompileResult result = compile(text);
      assertThat(result.failed()).as(text + result.diagnostics()).isEqualTo(!taken.contains(type));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimizersKeepWhatTheySay(LibraryEntry entry) {
    CompileResult result = compile(trained(entry.name()));
    assertThat(result.failed()).as(result.diagnostics().toString()).isFalse();
    Program program = result.programs().get(0);
    var kept = new TreeSet<String>();
    for (Program.Stored slot : Objects.requireNonNull(program.training()).slots()) {
      String[] name = slot.path().split(":");
      kept.add(name[0].replaceFirst("^.*\\.", ""));
      Program.Stored weight =
          program.parameters().stream()
              .filter(p -> p.path().equals(name[1]))
              .findFirst()
              .orElseThrow();
      assertThat(slot.shape()).as(slot.path()).isEqualTo(weight.shape());
    }
    String stated = entry.shapes().get(0).replaceFirst("^.*weight", "");
    assertThat(kept)
        .isEqualTo(
            NAME.matcher(stated)
                .results()
                .map((MatchResult m) -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** A recipe in which the optimizer has use for all that it can keep. */
  private static String trained(String optimizer) {
    String rules =
        switch (optimizer) {
          case "Ema" -> "optimizer = GradientDescent, average = Ema";
          case "Sgd", "RmsProp" -> "optimizer = " + optimizer + "(momentum = 0.5)";
          case "Adam" -> "optimizer = Adam(amsgrad = true)";
          default -> "optimizer = " + optimizer;
        };
    return """
        tulle 1
        net Uses {
          input  x: [4]
          target t: [1]
          param  w: [2, 3, 4] = 1
          param  b: [1] = 0
          output y = b + mean(x) * sum(w)
          loss   fit = mse(y, t)
        }
        data Rows {
          from = csv("rows.csv")
          x = columns("x*")
          t = columns("t*")
        }
        train Uses on Rows {
          %s
        }
        """
        .formatted(rules.replace(", average", "\n  average"));
  }
}
