package dev.tulle.compiler.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Figures that were counted by hand, and names that the generated classes have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanListingsTest {
  private static final String TEXT =
      """
      dim kind = 10
      net Mlp {
        input  x: [784]
        target label: kind
        let logits = x -> Dense(256) -> relu -> Dense(kind)
        output probs = softmax(logits)
        loss fit = cross_entropy(logits, label)
      }
      data Rows {
        from  = csv("rows.csv")
        x     = columns("x_*")
        label = column("label") as kind
      }
      train Mlp on Rows {
        epochs    = 1
        batch     = 64
        optimizer = Sgd(lr = 0.1)
      }
      """;

  private Program program;
  private PlanListing listing;

  @BeforeAll
  void list() {
    program = program(TEXT);
    listing = PlanListings.of(program, 0);
  }

  @Test
  void listsServingForARowAndTrainingForABatch() {
    assertThat(listing.functions())
        .extracting(PlanListing.Function::name)
        .containsExactly("predict", "gradient", "update", "evaluate", "load");
    assertThat(listing.functions())
        .extracting(PlanListing.Function::rows)
        .containsExactly(1L, 64L, 64L, 64L, 0L);
  }

  /** Bias and relu are in the product: two operations for each of 64 x 256 results. */
  @Test
  void countsAProductWithItsEpilogue() {
    PlanListing.Kernel first = listing.functions().get(1).kernels().get(0);
    assertThat(first.form()).isEqualTo(PlanListing.Form.PRODUCT);
    assertThat(first.shape()).isEqualTo("64 x 256 x 784");
    assertThat(first.line()).isEqualTo(6);
    assertThat(first.runs()).isOne();
    assertThat(first.vector()).isTrue();
    assertThat(first.operations()).isEqualTo(64 * 256 * (2 * 784 + 2));
    assertThat(first.readBytes()).isEqualTo(4 * (64 * 784 + 784 * 256 + 256));
    assertThat(first.writtenBytes()).isEqualTo(4 * 64 * 256);
  }

  /** A convolution's tiles of 2 x 2 outputs multiply 16 numbers a channel; the bias adds one. */
  @Test
  void countsTheMultiplicationsOfAConvolutionThatTakesFewer() {
    List<PlanListing.Kernel> kernels =
        PlanListings.of(
                program(
                    TEXT.replace("x: [784]", "x: [9, 8, 16]")
                        .replace("Dense(256) -> relu", "Conv(32, 3) -> flatten")),
                0)
            .functions()
            .get(1)
            .kernels();
    assertThat(kernels.stream().filter(k -> k.form() == PlanListing.Form.WINOGRAD))
        .extracting(PlanListing.Kernel::operations)
        .startsWith(64L * (5 * 4 * 2 * 16 * 16 * 32 + 9 * 8 * 32))
        .hasSize(2);
  }

  /** Around 32 x 32 places are 34 x 34 - 32 x 32, of 16 channels. */
  @Test
  void countsOfABorderWhatIsWritten() {
    PlanListing.Function predict =
        PlanListings.of(
                program(
                    TEXT.replace("x: [784]", "x: [32, 32, 16]")
                        .replace("Dense(256) -> relu", "Conv(16, 3) -> flatten")),
                0)
            .functions()
            .get(0);
    assertThat(predict.kernels().stream().filter(k -> k.method().startsWith("zeros")))
        .hasSize(2)
        .extracting(PlanListing.Kernel::writtenBytes)
        .containsExactly(4L * 2 * 34 * 16, 4L * 2 * 32 * 16);
  }

  /**
   * Weights of 5 x 5 x 1 x 12 are the sums of 64 x 24 x 24 places, and a channel's statistics too,
   * however many parts of the batch they are computed of.
   */
  @Test
  void countsWhatIsComputedInPartsOnce() {
    List<PlanListing.Kernel> kernels = ofConvolution(12);
    assertThat(kernels.stream().filter(k -> k.form() == PlanListing.Form.COLUMNS))
        .filteredOn(k -> k.shape().equals("36864 x 12"))
        .extracting(PlanListing.Kernel::operations)
        // The mean adds; the variance takes the mean away, squares and adds.
        .startsWith(36_864L * 12, 3 * 36_864L * 12);
    PlanListing.Kernel gradient = kernel(kernels, "conv1WGradient");
    assertThat(gradient.shape()).isEqualTo("5 x 5 x 12 x 64 x 24 x 24");
    assertThat(gradient.operations()).isEqualTo(2L * 5 * 5 * 12 * 64 * 24 * 24);
    assertThat(gradient.operations()).isEqualTo(kernel(kernels, "conv1").operations());
  }

  /**
   * Two places side by side have twice the columns, one row of taps more and half the steps: 30
   * products of a vector in place of 50.
   */
  @Test
  void countsWhatNeighboursInTheDepthTake() {
    PlanListing.Kernel gradient = kernel(ofConvolution(6), "conv1WGradient");
    assertThat(gradient.shape()).isEqualTo("5 x 6 x 12 x 64 x 24 x 12");
    assertThat(gradient.operations()).isEqualTo(2L * 5 * 6 * 12 * 64 * 24 * 12);
  }

  /** The kernels of a step with a convolution of so many maps. */
  private List<PlanListing.Kernel> ofConvolution(int maps) {
    String text =
        TEXT.replace("x: [784]", "x: [28, 28, 1]")
            .replace(
                "Dense(256) -> relu",
                "Conv(%s, 5, pad = valid, bias = false) -> BatchNorm -> flatten".formatted(maps));
    return PlanListings.of(program(text), 0).functions().get(1).kernels();
  }

  private static PlanListing.Kernel kernel(List<PlanListing.Kernel> kernels, String method) {
    return kernels.stream().filter(k -> k.method().equals(method)).findFirst().orElseThrow();
  }

  @Test
  void takesTheRowsThatAreAskedFor() {
    PlanListing.Kernel first = PlanListings.of(program, 7).functions().get(0).kernels().get(0);
    assertThat(first.shape()).isEqualTo("7 x 256 x 784");
  }

  @Test
  void countsTheStepsOfLoops() {
    PlanListing loop =
        PlanListings.of(
            program(
                """
                net Sequence {
                  input  x: [28, 32]
                  output y = x -> Lstm(128) -> last
                }
                """),
            1);
    assertThat(loop.functions().get(0).kernels())
        .anySatisfy(
            kernel -> {
              assertThat(kernel.runs()).isEqualTo(28);
              assertThat(kernel.shape()).isEqualTo("1 x 512 x 128");
              assertThat(kernel.operations()).isGreaterThanOrEqualTo(28L * 2 * 512 * 128);
            });
  }

  @Test
  void namesMethodsOfTheGeneratedClasses() {
    List<String> texts =
        JavaWriter.write(program).stream()
            .filter(file -> file.className().endsWith("Kernels"))
            .map(GeneratedFile::text)
            .toList();
    for (PlanListing.Function function : listing.functions()) {
      for (PlanListing.Kernel kernel : function.kernels()) {
        assertThat(texts).anyMatch(text -> text.contains(" " + kernel.method() + "("));
      }
    }
  }

  @Test
  void placesLiveTensorsBesideEachOtherInTheWorkspace() {
    for (PlanListing.Function function : listing.functions()) {
      List<PlanListing.Buffer> buffers = function.buffers();
      for (int i = 0; i < buffers.size(); i++) {
        PlanListing.Buffer a = buffers.get(i);
        assertThat(a.first()).isLessThanOrEqualTo(a.last());
        assertThat(a.offset() + a.bytes()).isLessThanOrEqualTo(function.workspaceBytes());
        for (PlanListing.Buffer b : buffers.subList(i + 1, buffers.size())) {
          // A kernel may write its result where an operand lay that nothing reads behind it.
          boolean together = a.first() < b.last() && b.first() < a.last();
          boolean overlap =
              a.offset() < b.offset() + b.bytes() && b.offset() < a.offset() + a.bytes();
          assertThat(together && overlap).as("%s and %s", a, b).isFalse();
        }
      }
    }
  }

  /** Of 6 rows, strips of 4 have room for 4. */
  @Test
  void namesKernelsThatRunInStrips() {
    PlanListing.Function predict =
        PlanListings.of(
                program(
                    """
                    module test
                    net Net {
                      input  image: [28, 28, 1]
                      output probs = image
                        -> Conv(32, 3, pad = valid) -> relu -> Conv(64, 3, pad = valid) -> relu -> max_pool(2)
                        -> flatten -> Dense(128) -> relu -> Dense(10)
                    }
                    """),
                6)
            .functions()
            .stream()
            .filter(f -> f.name().equals("predict"))
            .findFirst()
            .orElseThrow();
    assertThat(predict.strips()).containsExactly(new PlanListing.Strips(0, 2, 4));
    long map = 4 * 26 * 26 * 32 * (long) Float.BYTES;
    assertThat(predict.buffers())
        .anySatisfy(
            b -> {
              assertThat(b.bytes()).isEqualTo(map);
              assertThat(b.last()).isEqualTo(1);
            });
    assertThat(
            predict.buffers().stream().mapToLong(b -> b.offset() + b.bytes()).max().orElseThrow())
        .isLessThanOrEqualTo(predict.workspaceBytes());
    assertThat(ListingTable.of(List.of(new PlanListing("Net", List.of(predict)))))
        .contains("kernels 1 to 3 run for 4 rows at a time");
  }

  private static Program program(String text) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", "tulle 1\n" + text)), CompileOptions.DEFAULT);
    assertThat(result.failed()).withFailMessage(() -> result.diagnostics().toString()).isFalse();
    return result.programs().get(0);
  }
}
