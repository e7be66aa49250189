package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules find what is wrong with a block. */
class BlockRulesTest {
  private static final String NET =
      "net N { input x: [2]  output y = x -> Dense(3) }".replace("  ", "\n  ");

  @TempDir Path folder;
  private Workplace workplace;

  @BeforeEach
  void begin() throws Exception {
    workplace = new Workplace(folder);
  }

  @Test
  void refusesWhatHasNoRule() {
    refused(fence("cobol", "STOP RUN."), "cobol");
    refused(fence("net eror=T201", NET), "eror");
    refused(fence("text", "nothing printed this"), "a block in front");
    refused(fence("csv", "a,b\n1,2"), "file");
    refused(fence("antlr", "id: NAME;"), "only shows a `source`");
  }

  @Test
  void compilesNets() throws Exception {
    check(fence("net", NET));
    refused(fence("net", NET.replace("x ->", "z ->")), "N101");
    refused(fence("net error=N101", NET), "N101");
    refused(fence("net error=T201", NET.replace("x ->", "z ->")), "N101");
    refused(fence("net", "net N { input x: [2], z: [2]  output y = x -> Dense(3) }"), "N104");
  }

  @Test
  void completesFragments() throws Exception {
    String template =
        "<!-- template body\nnet N {\n  input x: [2]\n  …\n  output z = x\n}\n-->\n\n";
    check(template + fence("net in=body", "let y = x -> Dense(3)"));
    refused(template + fence("net in=body", "let y = x -> Dense(0)"), "T213");
    refused(fence("net in=body", "let y = x -> Dense(3)"), "templates");
  }

  @Test
  void findsImportsOfEarlierBlocks() throws Exception {
    String user = "tulle 1\nimport a.parts\nblock B = C(2)";
    check(
        fence("net file=parts.net", "tulle 1\nmodule a.parts\nblock C(n) = Dense(n)")
            + fence("net", user));
    refused(fence("net", user.replace("parts", "missing")), "N107");
  }

  @Test
  void compilesJavaAgainstNets() throws Exception {
    String use = "class Use { float[] y(N net) { return net.y(new float[2]); } }";
    check(fence("net", NET) + fence("java", use));
    assertThatThrownBy(() -> check(fence("net", NET) + fence("java", use.replace(".y(", ".q("))))
        .hasMessageContaining("does not compile");
  }

  @Test
  void runsCommandsWhereTheLastOneLeft() throws Exception {
    check(
        fence("sh", "mkdir -p a && cd a && echo one > b")
            + fence("sh", "cat b")
            + fence("text", "one"));
    refused(fence("sh", "echo one") + fence("text", "two"), "two");
    refused(fence("sh", "exit 3"), "3");
    check(fence("sh exit=3", "exit 3"));
    refused(fence("sh", "false\ntrue"), "1");
    check(fence("sh exit=1", "tulle check missing.net"));
  }

  @Test
  void knowsWhatItCannotBuild() throws Exception {
    check(fence("sh builds", "mvn -pl compiler,runtime verify"));
    refused(fence("sh builds", "mvn -pl compilr verify"), "compilr");
    refused(fence("sh builds", "make all"), "make");
  }

  @Test
  void comparesExcerpts() throws Exception {
    check(fence("xml source=pom.xml", "<artifactId>tulle-parent</artifactId>"));
    refused(fence("xml source=pom.xml", "<artifactId>tulle-child</artifactId>"), "tulle-child");
    refused(fence("xml", "<a><b></a>"), "b");
  }

  @Test
  void readsLinksAndAnchors() {
    Document read =
        Document.parse(Path.of("x.md"), "# The `one` & two\n\n[a](b.md#c) `tulle check`\n\n# Two");
    assertThat(read.anchors()).containsExactly("the-one--two", "two");
    assertThat(read.links()).containsExactly("b.md#c");
    assertThat(read.codes()).contains("tulle check");
  }

  private static String fence(String info, String text) {
    return "```" + info + "\n" + text + "\n```\n\n";
  }

  private void refused(String text, String why) {
    assertThatThrownBy(() -> check(text))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
  }

  private void check(String text) throws Exception {
    Document document = Document.parse(Path.of("x.md"), text);
    var rules = new BlockRules(document, workplace);
    for (Block block : document.blocks()) {
      rules.check(block);
    }
  }
}
