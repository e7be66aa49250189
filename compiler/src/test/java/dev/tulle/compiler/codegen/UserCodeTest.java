package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.listing.PlanListings;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a user writes becomes the same code as what the library holds: the texts of one definition
 * of each kind, under other names in a module of their own, give the same kernels.
 */
class UserCodeTest {
  private static final Map<String, List<String>> DEFINITIONS =
      Map.of(
          "layers", List.of("Dense", "LayerNorm", "Dropout"),
          "activations", List.of("gelu"),
          "losses", List.of("huber"),
          "metrics", List.of("rmse"),
          "optimizers", List.of("Adam"),
          "averages", List.of("Ema"),
          "schedules", List.of("linear", "cosine"),
          "initialisers", List.of("he_normal"),
          "regularisers", List.of("l2"),
          "augmentations", List.of("noise"));

  private static final String NET =
      """
      tulle 1
      module test
      IMPORT
      net Net {
        input x: [12]
        target t: [3]
        output y = x -> Dense(19, init = he_normal) -> gelu -> LayerNorm -> Dropout(0.1) -> Dense(3)
        loss fit = huber(y, t, delta = 0.5)
      }
      data Rows {
        from = csv("rows.csv")
        x = columns("x*")
        t = columns("t*")
        augment x = noise(0.1)
      }
      train Net on Rows {
        steps     = 100
        optimizer = Adam(lr = linear(0, 0.1, steps = 5) -> cosine(to = 0.01))
        average   = Ema(memory = 0.9)
        penalty   = 1e-3 * l2("**.w")
        metrics   = [rmse(y, t)]
      }
      """;

  /** The library's text of the definitions, under the user's names. */
  private static String own() {
    var text = new StringBuilder("tulle 1\nmodule com.acme.own\n");
    DEFINITIONS.forEach(
        (module, names) ->
            SyntaxReader.read(Library.source(module), new DiagnosticSink()).declarations().stream()
                .filter(d -> names.contains(d.name().text()))
                .forEach(d -> text.append(renamed(d)).append('\n')));
    return text.toString();
  }

  private static String renamed(Declaration declaration) {
    String name = declaration.name().text();
    return declaration.span().text().replaceFirst("\\b" + name + "\\b", mine(name));
  }

  private static String mine(String name) {
    return (Character.isUpperCase(name.charAt(0)) ? "Zz" : "zz_") + name;
  }

  /** What each kernel is and costs, without the names, which follow the definitions' own. */
  private static List<String> kernels(SourceFile... files) {
    CompileResult result = TulleCompiler.compileSources(List.of(files), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return PlanListings.of(result.programs().get(0), 0).functions().stream()
        .flatMap(
            function ->
                function.kernels().stream()
                    .map(
                        k ->
                            "%s: %s of %s, vector %s, %d operations, %d bytes in, %d out"
                                .formatted(
                                    function.name(),
                                    k.form(),
                                    k.shape(),
                                    k.vector(),
                                    k.operations(),
                                    k.readBytes(),
                                    k.writtenBytes())))
        .toList();
  }

  @Test
  void isTheCodeOfTheLibrary() {
    String own = own();
    String net = NET.replace("IMPORT", "import com.acme.own");
    for (List<String> names : DEFINITIONS.values()) {
      for (String name : names) {
        assertThat(own).contains(mine(name));
        net = net.replaceAll("\\b" + name + "\\(", mine(name) + "(");
        net = net.replaceAll("\\b" + name + "\\b(?= ->|\\))", mine(name));
      }
    }
    List<String> library = kernels(new SourceFile("net.net", NET.replace("IMPORT", "")));
    assertThat(library).hasSizeGreaterThan(20);
    assertThat(kernels(new SourceFile("net.net", net), new SourceFile("own.net", own)))
        .isEqualTo(library);
  }
}
