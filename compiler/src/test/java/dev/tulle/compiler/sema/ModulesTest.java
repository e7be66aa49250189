package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that import each other. */
class ModulesTest {
  private static final String LIBRARY =
      """
      module acme.parts
      const slope = 3
      dim wide = 5
      block Twin(n) { input x  output y = x -> Dense(n) -> steep }
      fun steep(x) = slope * x
      init flat(size = 0.5) = uniform(size, size)
      """;

  @Test
  void importsNames() {
    Checked net =
        Checked.net(
            "import acme.parts.{steep, flat}\n"
                + "net N { input x: [2]  output y = x -> Dense(1, bias = false, init = flat) ->"
                + " steep }",
            LIBRARY);
    assertThat(net.apply(2, 4)).containsExactly(9);
  }

  @Test
  void importsWholeModulesAndAliases() {
    Checked net =
        Checked.net(
            "import acme.parts as p\nnet N { input x: [p.wide]  output y = x -> p.Twin(2) }",
            LIBRARY);
    assertThat(net.parameters()).containsExactly("twin1.dense1.w[5, 2]", "twin1.dense1.b[2]");
    assertThat(
            Checked.net(
                    "import acme.parts\nnet N { input x: [wide]  output y = x -> steep }", LIBRARY)
                .apply(1, 1, 1, 1, 2))
        .containsExactly(3, 3, 3, 3, 6);
  }

  @Test
  void readsFilesThatImportEachOther() {
    Checked net =
        Checked.net(
            "module a\nimport b.{Outer}\nblock Inner(n) = Dense(n)\n"
                + "net N { input x: [2]  output y = x -> Outer(3) }",
            "module b\nimport a.{Inner}\nblock Outer(n) = Inner(n)");
    assertThat(net.parameters()).contains("outer1.inner1.dense1.w[2, 3]");
  }

  @Test
  void reportsAMissingFileOnceAndNotItsNames() {
    assertThat(
            Checked.mistakes(
                "import acme.nothing.{Gone}\nnet N { input x: [2]  output y = x -> Gone(3) }"))
        .containsExactly("N107 acme.nothing");
  }

  @Test
  void otherMistakesAreFoundBesideAMissingFile() {
    assertThat(
            Checked.mistakes(
                "import acme.nothing\nnet N { input x: [2]  output y = x -> Gone(3) }\n"
                    + "net M { input x: [2]  output y = x -> Dense(2, unts = 3) }"))
        .containsExactly("N107 acme.nothing", "N102 unts");
  }

  @Test
  void saysWhichModuleAFileIsThoughItIsCompiledToo() {
    var finder = new Finder(Map.of("my.parts", List.of("module my.talk\nfun twice(x) = 2 * x")));
    String use = "tulle 1\nmodule my.talk\nimport my.parts\n";
    var parts = new SourceFile("0.net", "tulle 1\nmodule my.talk\nfun twice(x) = 2 * x\n");
    var net = new SourceFile("own.net", use + "net N { input x: [2]  output y = twice(x) }\n");
    for (List<SourceFile> files : List.of(List.of(net), List.of(net, parts))) {
      assertThat(TulleCompiler.compileSources(files, finder, CompileOptions.DEFAULT).diagnostics())
          .extracting(Diagnostic::message)
          .containsExactly("the file of `my.parts` says that it is the module `my.talk`");
    }
  }

  @Test
  void findsCirclesAcrossFiles() {
    assertThat(
            Checked.mistakes(
                "module a\nimport b.{B}\nblock A = B\nnet N { input x: [2]  output y = x -> A }",
                "module b\nimport a.{A}\nblock B = A"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("N105");
  }

  @Test
  void aModuleMayConsistOfSeveralFiles() {
    Checked net =
        Checked.net(
            "import acme.parts.{steep, twice}\nimport acme.parts as p\n"
                + "net N { input x: [2]  output y = x -> steep -> twice -> p.twice }",
            LIBRARY,
            "module acme.parts\nfun twice(x) = 2 * x");
    assertThat(net.apply(2, 4)).containsExactly(24, 48);
  }

  @Test
  void looksForNamesThatTheCompiledFilesOfAModuleLack() {
    var finder =
        new Finder(Map.of("acme", List.of("module acme\nfun twice(x) = 2 * x\nfun half(x) = x")));
    CompileResult result =
        finder.compile(
            "module acme\nimport acme.{twice}\nnet N { input x: [2]  output y = twice(x) }");
    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.programs()).hasSize(1);
  }

  @Test
  void refusesAModuleOfTwoPlaces() {
    var finder = new Finder(Map.of("acme", List.of("module acme", "module acme")));
    assertThat(finder.compile("import acme.{twice}\nimport acme.{twice}").diagnostics())
        .extracting(Diagnostic::message)
        .containsOnly("the module `acme` is in more than one place: place 0, place 1");
  }

  @Test
  void saysWhatCannotBeRead() {
    CompileResult result = new Finder(Map.of()).compile("import unreadable");
    assertThat(result.diagnostics()).hasSize(1);
    assertThat(result.diagnostics().get(0).message()).isEqualTo("a.jar is no readable jar");
    assertThat(result.diagnostics().get(0).primary()).isNotNull();
    assertThat(new Finder(Map.of()).compile("import gone").diagnostics().get(0).help())
        .isEqualTo("build gone");
  }

  /** Has a file of a module in each of some places. */
  private record Finder(Map<String, List<String>> modules) implements ModuleFinder {
    CompileResult compile(String text) {
      return TulleCompiler.compileSources(
          List.of(new SourceFile("own.net", "tulle 1\n" + text + "\n")),
          this,
          CompileOptions.DEFAULT);
    }

    @Override
    public List<Place> find(String module) throws IOException {
      if (module.equals("unreadable")) {
        throw new IOException("a.jar is no readable jar");
      }
      List<String> texts = modules.getOrDefault(module, List.of());
      var places = new ArrayList<Place>();
      for (int i = 0; i < texts.size(); i++) {
        var file = new SourceFile(i + ".net", "tulle 1\n" + texts.get(i) + "\n");
        places.add(new Place("place " + i, List.of(file)));
      }
      return places;
    }

    @Override
    public String advice(String module) {
      return "build " + module;
    }
  }
}
