package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a net may have and generated Java uses for something else. */
@Tag("vectors")
class GeneratedNamesTest {
  private static final Pattern LOCAL =
      Pattern.compile("\\b(?:int|float|float\\[]|FloatVector) ([a-z]\\w*)(?: =|[,);])");

  /** All of a net's names are taken: by parameters, locals, constants, methods, and each other. */
  private static String net(String name) {
    return """
        tulle 1
        module names.taken

        dim layout = 3, vector = 2

        net %s {
          input  rows: [4], result: [2], a_b: [1], aB: [1], class: [1], kind: vector
          target label: layout
          let t = concat(rows, result, a_b, aB, class) -> Dense(8) -> relu
          let logits = t -> Dense(layout)
          output run = softmax(logits)
          output save_all = t * 2
          output saveAll = t + 1
          output rows_out = if kind == 1 then t else 0
          loss fit = cross_entropy(logits, label)
        }

        data Rows {
          from   = csv("rows.csv")
          rows   = columns("r_*")
          result = columns("s_*")
          a_b    = columns("a_*")
          aB     = columns("b_*")
          class  = columns("c_*")
          kind   = column("kind") as vector
          label  = column("label") as layout
        }

        train %s on Rows {
          epochs    = 1
          optimizer = Adam()
        }
        """
        .formatted(name, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Plain",
        "Model",
        "Weights",
        "Layout",
        "Port",
        "Threads",
        "List",
        "Path",
        "Input",
        "Fields",
        "Outputs",
        "Workspace"
      })
  void generatedJavaCompiles(String name) throws Exception {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("names.net", net(name))), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(result.programs().get(0)));

    Class<?> type = loader.loadClass("names.taken." + name);
    Model model = (Model) type.getMethod("initial", long.class).invoke(null, 1L);

    assertThat(model.name()).isEqualTo(name);
    assertThat(Arrays.stream(type.getMethods()).map(java.lang.reflect.Method::getName))
        .contains("run", "saveAll", "saveAll_", "rowsOut");
    assertThat(type.getField("LAYOUT_").get(null)).isEqualTo(3);
    loader.loadClass("names.taken." + name + "Training");
  }

  /** An output of a class alone is called with an {@code int}, and so may be what takes a seed. */
  @Test
  void anOutputLeavesTheWayToANewNetFree() throws Exception {
    String text =
        """
        tulle 1
        module names.taken

        dim kind = 3

        net Net {
          input k: kind
          param w: [4] = 0
          output initial = if k == 1 then 1 else sum(w)
        }
        """;
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("names.net", text)), CompileOptions.DEFAULT);
    assertThat(result.failed()).as(result.diagnostics().toString()).isFalse();
    var files = new ArrayList<>(JavaWriter.write(result.programs().get(0)));
    files.add(
        new GeneratedFile(
            "names.taken.Caller",
            """
            package names.taken;

            public final class Caller {
              public static float call() {
                Net net = Net.initial(7);
                return net.initial_(2);
              }
            }
            """,
            false));

    ClassLoader loader = InMemoryCompiler.load(files);

    assertThat(loader.loadClass("names.taken.Caller").getMethod("call").invoke(null)).isEqualTo(0f);
  }

  /** Numbers that the host computes are called as an optimizer calls them. */
  @Test
  void anOptimizersNamesAreThoseOfItsNumbers() {
    String text =
        """
        tulle 1
        module names.taken

        optimizer Warm(lr = 0.1) {
          input  w, g
          let warmth = 1 - 0.9^step
          update w = w - lr * g / sqrt(warmth + g^2)
        }

        net Net {
          input x: [3]
          param w: [3] = 0
          output y = x * w
          loss total = sum(y)
        }

        data Rows {
          from = csv("rows.csv")
          x    = columns("x_*")
        }

        train Net on Rows {
          epochs    = 1
          optimizer = Warm(lr = linear(0.2, 0.1))
        }
        """;
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("names.net", text)), CompileOptions.DEFAULT);
    assertThat(result.failed()).as(result.diagnostics().toString()).isFalse();
    String kernels =
        JavaWriter.write(result.programs().get(0)).stream()
            .filter(f -> f.className().equals("names.taken.NetTrainingKernels"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(kernels).contains("float lr,").contains("float warmth,");
  }

  /** What a kernel's text calls its locals, tensors of a net may be called. */
  @Test
  void tensorsMayBeCalledAsLocalsOfProductsAre() throws Exception {
    Set<String> locals = new TreeSet<>(List.of("x"));
    locals(products(locals))
        .forEach(name -> locals.add(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)));
    assertThat(locals).contains("tile_b", "unit_first", "group_first", "batch0");

    InMemoryCompiler.load(products(locals));
  }

  /** Products of few rows, of which no two are alike: one for a tensor of each name. */
  private static List<GeneratedFile> products(Set<String> names) {
    var text = new StringBuilder("tulle 1\nmodule names.taken\n\nnet Products {\n");
    var outputs = new StringBuilder();
    int height = 27;
    for (String name : names) {
      text.append("  input %s: [%d, 28, 1]\n".formatted(name, ++height));
      outputs.append(
          "  output conv%2$d = %1$s -> Conv(6, 5, pad = valid)\n".formatted(name, height));
    }
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("names.net", text.append(outputs).append("}\n").toString())),
            CompileOptions.DEFAULT);
    assertThat(result.failed()).as(result.diagnostics().toString()).isFalse();
    return JavaWriter.write(result.programs().get(0));
  }

  private static Stream<String> locals(List<GeneratedFile> files) {
    return files.stream()
        .filter(file -> file.className().matches(".*(Kernels|Vector|Scalar)"))
        .flatMap(file -> LOCAL.matcher(file.text()).results())
        .map(found -> found.group(1))
        // Not those of tiles, whose methods know nothing of tensors, nor those of this net.
        .filter(name -> !name.matches("[abc]\\d+|conv.*"));
  }
}
