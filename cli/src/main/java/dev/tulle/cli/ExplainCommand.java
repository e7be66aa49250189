package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.ErrorMarkdown;
import dev.tulle.compiler.diag.ErrorPage;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what a code of a mistake means and how such a mistake is mended. */
@Command(
    name = "explain",
    description = "Say what an error's code means, with an example of it and its fix.",
    footer = {"", "Examples:", "  tulle explain", "  tulle explain T201"},
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_NEAR = 5;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "A code such as T201; a list of all unless told.")
  private @Nullable String code;

  @Mixin private JsonOption json = new JsonOption();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    if (code == null) {
      list();
    } else {
      explain(ErrorPage.of(known(code)));
    }
    console.requireReader();
    return ExitCode.OK;
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
