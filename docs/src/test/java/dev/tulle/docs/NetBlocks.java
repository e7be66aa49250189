package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.Span;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Blocks of the language, and the classes that blocks of Java use of them. */
final class NetBlocks {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern CLASS = Pattern.compile("(?m)^[a-z ]*(?:class|record) (\\w+)");

  private final Workplace workplace;
  private final Map<String, GeneratedFile> classes = new LinkedHashMap<>();

  NetBlocks(Workplace workplace) {
    this.workplace = workplace;
  }

  /**
   * Compiles a block: without a mistake, or with those that it announces. Only what lies in the
   * block itself counts among warnings; that a name of a fragment is never used does not.
   *
   * @param text the block, completed
   * @return what the compiler prints
   */
  String check(Block block, String text) throws IOException {
    String file = block.get("file").orElse("example.net");
    String whole = text.startsWith("tulle ") ? text : "tulle 1\n" + text;
    Path path = workplace.write(file, whole);
    CompileResult result = TulleCompiler.compile(List.of(path), CompileOptions.DEFAULT);
    List<Diagnostic> counted =
        result.diagnostics().stream().filter(d -> counts(d, block, whole)).toList();
    Set<String> codes = counted.stream().map(d -> d.code().name()).collect(Collectors.toSet());
    String printed =
        new DiagnosticPrinter(false)
            .print(result.diagnostics())
            .replace(workplace.folder() + File.separator, "");
    Set<String> expected =
        block.get("error").or(() -> block.get("warning")).map(Set::of).orElse(Set.of());
    assertThat(codes).as(printed).isEqualTo(expected);
    assertThat(counted.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR))
        .as(printed)
        .isEqualTo(block.has("error"));
    if (!block.has("file")) {
      Files.delete(path);
    }
    keep(result.programs());
    return printed;
  }

  private static boolean counts(Diagnostic diagnostic, Block block, String whole) {
    Span place = diagnostic.primary();
    if (!block.has("in")) {
      return true;
    }
    int start = whole.indexOf(block.text().stripTrailing());
    boolean inside =
        place == null
            || place.start() >= start
                && place.end() <= start + block.text().stripTrailing().length();
    boolean unused = diagnostic.message().contains("is never used");
    return diagnostic.severity() == Diagnostic.Severity.ERROR ? !unused : inside;
  }

  private void keep(List<Program> programs) {
    for (Program program : programs) {
      JavaWriter.write(program).forEach(f -> classes.put(f.className(), f));
    }
  }

  /** Compiles Java against the classes of the document's nets and of the examples. */
  void compileJava(String text) throws IOException {
    if (classes.keySet().stream().noneMatch(c -> c.startsWith("examples."))) {
      examples();
    }
    List<GeneratedFile> files = new ArrayList<>(classes.values());
    String name = match(CLASS, text);
    assertThat(name).as("a class in the block").isNotEmpty();
    String folder = match(PACKAGE, text);
    String full = folder.isEmpty() ? name : folder + "." + name;
    var file = new GeneratedFile(full, text, false);
    classes.put(full, file);
    files.add(file);
    InMemoryCompiler.compile(files, Workplace.classPath());
  }

  private static String match(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void examples() throws IOException {
    try (var files = Files.walk(Document.REPOSITORY.resolve("examples"), 2)) {
      List<Path> nets = files.filter(f -> f.toString().endsWith(".net")).sorted().toList();
      keep(TulleCompiler.compile(nets, CompileOptions.DEFAULT).programs());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
