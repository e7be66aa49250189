package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

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
}
