package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.ErrorMarkdown;
import dev.tulle.compiler.diag.ErrorPage;
import dev.tulle.compiler.listing.ListingTable;
import dev.tulle.compiler.listing.PlanListing;
import dev.tulle.compiler.listing.PlanListings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a code of a mistake means and how such a mistake is mended, or what a net runs. */
@Command(
    name = "explain",
    description = {
      "Say what an error's code means, with an example of it and its fix; or, with --plan, how the"
          + " nets of a file are computed.",
      "A plan has a row for each kernel in the order in which they run: its method in the generated"
          + " classes, its loops (of a product: rows x columns x depth), the line it is made for,"
          + " the operations it takes and the bytes of the tensors it reads and writes; then where"
          + " tensors lie in the workspace and between which kernels they live. Kernels that run for a"
          + " few rows at a time are named before."
    },
    footer = {
      "",
      "Examples:",
      "  tulle explain",
      "  tulle explain T201",
      "  tulle explain --plan digits.net",
      "  tulle explain --plan digits.net --rows 64 --json"
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_NEAR = 5;
  private static final long MOST_ROWS = 1_000_000;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "A code such as T201; a list of all unless told.")
  private @Nullable String code;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "List the kernels of this .net file's nets; - for standard input.")
  private @Nullable Path plan;

  @Option(
      names = "--rows",
      paramLabel = "NUMBER",
      description =
          "How many rows the figures of a plan are of; one of predictions and the batch of training"
              + " unless told.")
  private @Nullable Long rows;

  @Mixin private ArgumentsOption arguments = new ArgumentsOption();

  @Mixin private JsonOption json = new JsonOption();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    if (plan != null) {
      explainPlan(plan);
      console.requireReader();
      return ExitCode.OK;
    }
    requireNoneOfAPlan();
    if (code == null) {
      list();
    } else {
      explain(ErrorPage.of(known(code)));
    }
    console.requireReader();
    return ExitCode.OK;
  }

  /** What a plan alone can have. */
  private void requireNoneOfAPlan() throws Failure {
    boolean set = !arguments.values.isEmpty();
    if (rows != null || set) {
      throw new Failure(
          "`" + (set ? ArgumentsOption.NAME : "--rows") + "` is for a plan",
          "name the file with `--plan`, or leave it out");
    }
  }

  private void explainPlan(Path file) throws Failure, IOException {
    if (code != null) {
      throw new Failure(
          "`--plan` explains a file, and `" + code + "` is a code", "ask for one of the two");
    }
    if (rows != null && (rows < 1 || rows > MOST_ROWS)) {
      throw new Failure("`--rows` is " + rows, "take 1 to " + MOST_ROWS);
    }
    long figures = rows == null ? 0 : rows;
    var compilation = new Compilation(console);
    List<PlanListing> nets =
        compilation.result(List.of(file), arguments.options()).programs().stream()
            .map(program -> PlanListings.of(program, figures))
            .toList();
    if (json.chosen) {
      new JsonObject(console)
          .print(Map.of("nets", nets.stream().map(PlanJson::of).toList()), compilation.warnings());
    } else {
      console.out().print(ListingTable.of(nets));
    }
  }

  private void explain(ErrorPage page) throws IOException {
    if (json.chosen) {
      Map<String, Object> object = titled(page.code());
      object.put("text", page.markdown());
      new JsonObject(console).print(object);
    } else {
      console.out().print(page.plain());
    }
  }

  private void list() throws IOException {
    if (json.chosen) {
      List<Map<String, Object>> codes =
          Arrays.stream(Code.values()).map(ExplainCommand::titled).toList();
      new JsonObject(console).print(Map.of("codes", codes));
      return;
    }
    String family = "";
    for (Code each : Code.values()) {
      if (!ErrorMarkdown.family(each).equals(family)) {
        console.out().print(family.isEmpty() ? "" : "\n");
        family = ErrorMarkdown.family(each);
        console.out().print(family + "\n");
      }
      console.out().print("  " + each + "  " + each.title() + "\n");
    }
  }

  private static Map<String, Object> titled(Code code) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("code", code.name());
    object.put("title", code.title());
    return object;
  }

  private static Code known(String name) throws Failure {
    String upper = name.toUpperCase(Locale.ROOT);
    for (Code each : Code.values()) {
      if (each.name().equals(upper)) {
        return each;
      }
    }
    List<String> near = near(upper);
    String similar = near.isEmpty() ? "" : "similar: " + String.join(", ", near) + "; ";
    throw new Failure(
        "there is no code `" + name + "`", similar + "`tulle explain` lists all codes");
  }

  /** Codes that differ in one character, such as a digit that was misread, at most a few. */
  private static List<String> near(String name) {
    return Arrays.stream(Code.values())
        .map(Code::name)
        .filter(code -> differences(code, name) == 1)
        .limit(MOST_NEAR)
        .toList();
  }

  private static int differences(String a, String b) {
    int found = Math.abs(a.length() - b.length());
    for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
      found += a.charAt(i) == b.charAt(i) ? 0 : 1;
    }
    return found;
  }
}
