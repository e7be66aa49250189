package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shapes that comments of blocks and functions state are the types of nets that use them: the
 * compiler takes these, and refuses each that is off by one.
 */
class LibraryShapesTest {
  private static final Pattern FORM = Pattern.compile("^`([^`]*) -> ([^`]*)`");
  private static final Pattern LENGTH = Pattern.compile("`h' = ([^`]*)`");
  private static final Pattern CLASSES = Pattern.compile("\\b(\\w+)\\[\\.\\.\\.]");
  private static final Pattern GIVEN = Pattern.compile("(\\w+) = (\\d+)");

  /** A name of a length. */
  private static final Pattern NAME = Pattern.compile("\\b[a-z]+\\b(?!\\(| =|:)");

  /** What is of augmentations alone. */
  private static final Set<String> OF_BATCHES = Set.of("mixup", "cutmix");

  /** An item of one side: a type, and the name of the input where it has one. */
  private static final Pattern ITEM = Pattern.compile("(?:(\\w+): )?(any|same|\\w*\\[[^]]*]),? ?");

  static Stream<LibraryEntry> entries() {
    return LibraryUses.entries();
  }

  static List<LibraryUses.Use> uses() {
    return LibraryUses.all();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyDefinitionStatesItsShapes(LibraryEntry entry) {
    assertThat(entry.shapes()).as(entry.name()).isNotEmpty();
    // What is said of them elsewhere is compiled by nobody.
    assertThat(entry.description()).as(entry.name()).doesNotContain("Shape");
    if (LibraryUses.isCalled(entry)) {
      assertThat(entry.shapes()).as(entry.name()).allMatch(shape -> FORM.matcher(shape).find());
    }
  }

  @Test
  void everyStatedShapeIsUsed() {
    assertThat(uses().stream().map(use -> use.entry().name() + ": " + use.shape()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            entries()
                .filter(LibraryUses::isCalled)
                .flatMap(e -> e.shapes().stream().map(shape -> e.name() + ": " + shape))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("uses")
  void isTheTypeOfAUse(LibraryUses.Use use) {
    assertThat(errors(use, "")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("uses")
  void isNoTypeOfAUseWhereItIsOffByOne(LibraryUses.Use use) {
    assertThat(errors(use, " + 1")).isNotEmpty();
  }

  private static List<String> errors(LibraryUses.Use use, String off) {
    var errors = new ArrayList<String>();
    for (String axes : axes(use.shape())) {
      List<String> found = errors(text(use, axes, off));
      if (found.isEmpty() && !off.isEmpty()) {
        return List.of();
      }
      errors.addAll(found);
    }
    return errors;
  }

  /** What may stand for any axes. */
  private static List<String> axes(String shape) {
    boolean any = shape.contains("any");
    return any || shape.contains("...") ? List.of("", "5", "3, 2", "2, 3, 4") : List.of("");
  }

  /** A net that uses the definition on inputs of the types on the left, for those on the right. */
  private static String text(LibraryUses.Use use, String axes, String off) {
    MatchResult form = matched(FORM, use.shape());
    Map<String, String> sizes = sizes(use);
    String dim = "";
    for (MatchResult classes : CLASSES.matcher(form.group(1)).results().toList()) {
      // A target's classes are those of a dim, by its name.
      String name = classes.group(1);
      dim = "dim " + name + " = " + sizes.put(name, name) + "\n";
    }
    var inputs = new LinkedHashMap<String, String>();
    for (MatchResult input : ITEM.matcher(form.group(1)).results().toList()) {
      String name = input.group(1) == null ? "given" : input.group(1);
      inputs.put(name, type(input.group(2), inputs, axes, use, sizes));
    }
    var outputs = new ArrayList<String>();
    for (MatchResult output : ITEM.matcher(form.group(2)).results().toList()) {
      outputs.add(moved(type(output.group(2), inputs, axes, use, sizes), off));
    }
    String found = outputs.size() == 1 ? "found0" : "(found0, found1)";
    String call = "  let " + found + " = " + call(use, inputs.keySet(), sizes) + "\n";
    return "tulle 1\n"
        + dim
        + (OF_BATCHES.contains(use.entry().name())
            ? augmented(inputs, call, outputs)
            : net(inputs, call, outputs));
  }

  private static String net(Map<String, String> inputs, String call, List<String> outputs) {
    var lines = new StringBuilder();
    inputs.forEach((name, type) -> lines.append("  input %s: %s%n".formatted(name, type)));
    lines.append(call);
    for (int i = 0; i < outputs.size(); i++) {
      lines.append("  input other%d: %s%n".formatted(i, outputs.get(i)));
      // What draws or looks at the batch does so in training alone.
      lines.append("  output y%d = if training then found%d else other%d%n".formatted(i, i, i));
    }
    return "net Uses {\n" + lines + "}\n";
  }

  /** What mixes rows does so as an augmentation alone. */
  private static String augmented(Map<String, String> inputs, String call, List<String> outputs) {
    return """
        fun mixed(x, label) {
        %s  output y0: %s = found0
          output y1: %s = found1
        }
        net Uses {
          input x: %s
          target label: %s
          param w: [1] = 0
          output y = mean(x) * mean(w)
          loss fit = mse(y, mean(label))
        }
        data Rows {
          from  = csv("rows.csv")
          x     = columns("x*")
          label = columns("l*")
          augment x, label = mixed
        }
        train Uses on Rows { optimizer = Adam }
        """
        .formatted(call, outputs.get(0), outputs.get(1), inputs.get("x"), inputs.get("label"));
  }

  private static String call(LibraryUses.Use use, Set<String> inputs, Map<String, String> sizes) {
    String given = String.join(", ", inputs);
    String more = sized(use.arguments(), sizes);
    String name = use.entry().name();
    if (use.entry().kind().equals("block")) {
      return "(" + given + ") -> " + name + (more.isEmpty() ? "" : "(" + more + ")");
    }
    return name + "(" + given + (more.isEmpty() ? "" : ", " + more) + ")";
  }

  /** A type as the net writes it. */
  private static String type(
      String stated,
      Map<String, String> before,
      String axes,
      LibraryUses.Use use,
      Map<String, String> sizes) {
    if (stated.equals("same")) {
      return before.values().iterator().next();
    }
    String type = stated.equals("any") ? "[...]" : stated;
    type =
        axes.isEmpty()
            ? type.replaceAll("\\.\\.\\.(, )?|, \\.\\.\\.", "")
            : type.replace("...", axes);
    if (type.contains("'")) {
      String high = matched(LENGTH, use.shape()).group(1);
      type = type.replace("h'", high).replace("w'", high.replaceAll("\\bh\\b", "w"));
    }
    // An index is a position by itself.
    type = type.matches("\\w+\\[]") ? type.replace("[]", "") : type;
    return sized(type, sizes);
  }

  /** Another type: the first axis is longer. */
  private static String moved(String type, String off) {
    if (off.isEmpty()) {
      return type;
    }
    return type.equals("[]") ? "[2]" : type.replaceFirst("[,\\]]", off + "$0");
  }

  /** The lengths that names stand for: those that the use has, others by themselves. */
  private static Map<String, String> sizes(LibraryUses.Use use) {
    Map<String, String> sizes = new LinkedHashMap<>();
    GIVEN.matcher(use.sizes()).results().forEach(m -> sizes.put(m.group(1), m.group(2)));
    int next = 5;
    for (MatchResult name : NAME.matcher(matched(FORM, use.shape()).group()).results().toList()) {
      if (sizes.putIfAbsent(name.group(), String.valueOf(next)) == null) {
        next++;
      }
    }
    return sizes;
  }

  /** A text with numbers in the place of sizes; what is left of an equals sign is an argument. */
  private static String sized(String text, Map<String, String> sizes) {
    return NAME.matcher(text).replaceAll(m -> sizes.getOrDefault(m.group(), m.group()));
  }

  private static List<String> errors(String text) {
    List<SourceFile> sources = List.of(new SourceFile("shapes.net", text));
    return TulleCompiler.compileSources(sources, CompileOptions.DEFAULT).diagnostics().stream()
        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
        .map(d -> d.message() + " in\n" + text)
        .toList();
  }

  private static MatchResult matched(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow();
  }
}
