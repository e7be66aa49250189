package dev.tulle.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Programs;
import dev.tulle.compiler.syntax.RandomText;
import dev.tulle.compiler.syntax.SyntaxReader;
import dev.tulle.compiler.syntax.TreeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The formatter changes space alone, and nothing of what it has formatted. */
class FormatterTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Every text of the language in the project, those with mistakes among them. */
  static Stream<Path> texts() {
    var texts = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            /** What a build makes comes and goes while other modules are built. */
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.endsWith("target") || folder.endsWith(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".net")) {
                texts.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts.stream().sorted();
  }

  /** The texts that are kept in the form: all but what tests mistakes, and the formatter itself. */
  static Stream<Path> formattedTexts() {
    return texts().filter(file -> !file.toString().contains("snippets"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void changesSpaceAlone(Path file) {
    assertFormats(Programs.read(file));
  }

  @ParameterizedTest
  @MethodSource("formattedTexts")
  void theProjectsTextsAreFormatted(Path file) throws IOException {
    SourceFile source = Programs.read(file);
    String formatted = Formatter.format(source, new DiagnosticSink()).orElse(source.text());
    if (Boolean.getBoolean("tulle.regenerate")) {
      Files.writeString(file, formatted);
    }
    assertThat(source.text()).as("tulle fmt " + ROOT.relativize(file)).isEqualTo(formatted);
  }

  @Test
  void formatsRandomExpressions() {
    for (int seed = 0; seed < 2_000; seed++) {
      String expression = new RandomText(seed).expression(1 + seed % 6);
      assertFormats(new SourceFile("seed" + seed, "tulle 1\nconst c = " + expression));
    }
  }

  /** Line ends and comments of every kind at any place where space can stand. */
  @Test
  void formatsProgramsWhoseSpaceIsShuffled() {
    List<SourceFile> programs = Programs.all();
    int read = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      SourceFile program = programs.get(seed % programs.size());
      var shuffled = new SourceFile("seed" + seed, shuffled(program, new Random(seed)));
      read += assertFormats(shuffled) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @Test
  void formatsWhatIsReadOfDamagedPrograms() {
    List<SourceFile> programs = Programs.all();
    for (int seed = 0; seed < 1_000; seed++) {
      SourceFile program = programs.get(seed % programs.size());
      assertFormats(new SourceFile("seed" + seed, new RandomText(seed).damaged(program.text())));
    }
  }

  /** The lexemes of a program with other space between them, and comments where none were. */
  private static String shuffled(SourceFile program, Random random) {
    String[] spaces = {" ", " ", " ", "  ", "\n", "\n\n\n", " // c\n", "\n// own\n", "\t", "\r\n"};
    int plain = random.nextBoolean() ? 3 : spaces.length;
    var text = new StringBuilder();
    for (Lexeme lexeme : SyntaxReader.lexemes(program, new DiagnosticSink())) {
      text.append(lexeme.text()).append(lexeme.isComment() ? "\n" : "");
      text.append(spaces[random.nextInt(random.nextInt(10) == 0 ? spaces.length : plain)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "const  c=1+2*3          | const c = 1 + 2 * 3",
        "const c = a ^ ( b )     | const c = a^(b)",
        "const c = - a - - b     | const c = -a - -b",
        "const c = not  a==b     | const c = not a == b",
        "const c = sum [k] (x[...,k]) | const c = sum[k](x[..., k])",
        "const c = x->F( 1,a=2 )->s :G | const c = x -> F(1, a = 2) -> s: G",
        "const c = x as n [ 3 ]  | const c = x as n[3]",
        "const c = 2 .a          | const c = 2 .a",
        "dim a=1,b<=2            | dim a = 1, b <= 2",
        "net A{}                 | net A {}",
        "net A{input x   output y=x } | net A { input x  output y = x }",
      })
  void spacesWhatStandsOnOneLine(String text, String formatted) {
    assertThat(format("tulle 1\n" + text)).isEqualTo("tulle 1\n" + formatted + "\n");
  }

  @Test
  void keepsCommentsWhereTheyAre() {
    String text =
        """
        tulle 1 // the edition


        // Above, with
        // two lines.
        /// A doc.
        @old
        // Between.
        net A(n = 3, // three
          m = 4) { // opens
          // first
          input x: [n]// behind
          let y = x // start
              // own
              -> Dense(n, // units
                bias = false)
              -> relu // last

          // before the end


        } // closes
        dim a

        //// A ruler.
        // The end.""";
    assertThat(format(text))
        .isEqualTo(
            """
            tulle 1  // the edition

            // Above, with
            // two lines.
            /// A doc.
            @old
            // Between.
            net A(n = 3,    // three
                  m = 4) {  // opens
              // first
              input  x: [n]  // behind
              let y = x      // start
                // own
                -> Dense(n,  // units
                         bias = false)
                -> relu  // last

              // before the end
            }  // closes

            dim a

            //// A ruler.
            // The end.
            """);
  }

  @Test
  void breaksWhatIsTooLong() {
    String text =
        """
        tulle 1
        fun f(first, second) = some_function(first, second) * another_function(first, second) + another_constant
        net A {
          let a = pixels -> Dense(100, bias = false) -> relu -> Dense(100, bias = false) -> relu -> Dense(10)
          let b = if training then (if sample(uniform(0, 1), like = x) < rate then 0 else x / 2) else x + x + 100
          let c = something(first = 1_000_000, second = 2_000_000, third = 3_000_000, fourth = 4_000_000, fifth = 5)
        }
        """;
    assertThat(format(text))
        .isEqualTo(
            """
            tulle 1

            fun f(first, second) =
              some_function(first, second) * another_function(first, second) + another_constant

            net A {
              let a = pixels
                -> Dense(100, bias = false)
                -> relu
                -> Dense(100, bias = false)
                -> relu
                -> Dense(10)
              let b = if training then (if sample(uniform(0, 1), like = x) < rate then 0 else x / 2)
                else x + x + 100
              let c = something(first = 1_000_000, second = 2_000_000, third = 3_000_000, fourth = 4_000_000,
                                fifth = 5)
            }
            """);
  }

  /** Whoever reads the left ends of the lines alone sees what is added to what. */
  @Test
  void showsTheStructureOfLongFormulas() {
    String text =
        """
        tulle 1
        fun r2(prediction, target) = 1 - batch_mean(mean((prediction - target)^2)) / (batch_mean(mean(target^2)) - batch_mean(mean(target))^2)
        fun both(first_of_two, second_of_two) = first_of_two > 1_000_000 and second_of_two < 2_000_000 or first_of_two == second_of_two + 100_000_000
        net A {
          input  x: [4]
          let fits = x * 100_000_000 + x * 200_000_000 + x * 300_000_000 + x * 400_000_000 + x * 500
          let a = x * (something_long(first = 1_000_000) + something_long(second = 2_000_000) + something_long(third = 3))
          output y = if a > 0 then a else a
        }
        """;
    assertThat(format(text))
        .isEqualTo(
            """
            tulle 1

            fun r2(prediction, target) =
              1
              - batch_mean(mean((prediction - target)^2))
                / (batch_mean(mean(target^2)) - batch_mean(mean(target))^2)

            fun both(first_of_two, second_of_two) =
              first_of_two > 1_000_000 and second_of_two < 2_000_000
              or first_of_two == second_of_two + 100_000_000

            net A {
              input  x: [4]
              let fits = x * 100_000_000 + x * 200_000_000 + x * 300_000_000 + x * 400_000_000 + x * 500
              let a =
                x
                * (something_long(first = 1_000_000)
                   + something_long(second = 2_000_000)
                   + something_long(third = 3))
              output y = if a > 0 then a else a
            }
            """);
  }

  @Test
  void breaksWhereLessIsBoundBeforeItBreaksWhereMoreIs() {
    assertThat(format("tulle 1\nconst c = a + b\n  * d // why\n  - e"))
        .isEqualTo("tulle 1\n\nconst c =\n  a\n  + b\n    * d  // why\n  - e\n");
    // The writer's own line ends, where they show the structure, are enough.
    assertThat(format("tulle 1\nconst c =\n  a + b\n  + d + e"))
        .isEqualTo("tulle 1\n\nconst c =\n  a + b\n  + d + e\n");
  }

  @Test
  void putsArrowsBehindStagesThatStandBelowEachOther() {
    assertThat(format("tulle 1\nblock L =\n  A\n  -> B -> C\n  -> D"))
        .isEqualTo("tulle 1\n\nblock L =\n  A ->\n  B -> C ->\n  D\n");
    assertThat(format("tulle 1\nconst c = A ->\n B -> C"))
        .isEqualTo("tulle 1\n\nconst c = A\n  -> B -> C\n");
  }

  @Test
  void keepsTheLineEndsOfTheFile() {
    assertThat(format("tulle 1\r\ndim  a\r\n")).isEqualTo("tulle 1\r\ndim a\r\n");
  }

  @Test
  void leavesAMistakeAlone() {
    var sink = new DiagnosticSink();
    assertThat(Formatter.format(new SourceFile("a.net", "tulle 1\nnet A {"), sink)).isEmpty();
    assertThat(sink.sorted()).extracting(Diagnostic::code).containsExactly(Code.S001);
  }

  private static String format(String text) {
    var sink = new DiagnosticSink();
    String formatted = Formatter.format(new SourceFile("a.net", text), sink).orElse("");
    assertThat(sink.sorted()).isEmpty();
    return formatted;
  }

  /** Formats a text unless it has a mistake; whether it did. */
  private static boolean assertFormats(SourceFile file) {
    var sink = new DiagnosticSink();
    String formatted = Formatter.format(file, sink).orElse(null);
    if (formatted == null) {
      assertThat(sink.hasErrors()).as(file.text()).isTrue();
      return false;
    }
    var after = new SourceFile(file.name(), formatted);
    assertThat(words(after)).as(file.text()).isEqualTo(words(file));
    assertThat(TreeText.of(SyntaxReader.read(after, sink)))
        .as(file.text())
        .isEqualTo(TreeText.of(SyntaxReader.read(file, sink)));
    assertThat(Formatter.format(after, sink)).as(file.text()).hasValue(formatted);
    assertThat(formatted).doesNotContainPattern("[ \t]\r?\n").doesNotContain("\n\n\n");
    return true;
  }

  private static List<String> words(SourceFile file) {
    return SyntaxReader.lexemes(file, new DiagnosticSink()).stream().map(Lexeme::text).toList();
  }
}
