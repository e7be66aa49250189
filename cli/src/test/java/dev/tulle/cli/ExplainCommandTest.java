package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.ErrorPage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What `tulle explain` prints. */
class ExplainCommandTest {
  @ParameterizedTest
  @EnumSource(Code.class)
  void explainsEachCode(Code code) {
    Cli page = Cli.run("explain", code.name());
    assertThat(page.code()).isZero();
    assertThat(page.out())
        .startsWith(code + ": " + code.title() + "\n\n")
        .contains("[" + code + "]: ")
        .doesNotContain("```");
  }

  @Test
  void listsAllCodesByFamily() {
    Cli all = Cli.run("explain");
    assertThat(all.code()).isZero();
    assertThat(all.out()).startsWith("Syntax\n  S001  a bracket that is not closed\n");
    assertThat(all.out()).contains("\n\nShapes and types\n  T201  ");
    for (Code code : Code.values()) {
      assertThat(all.out()).contains("  " + code + "  " + code.title() + "\n");
    }
  }

  @Test
  void acceptsLowerCase() {
    assertThat(Cli.run("explain", "t201").out()).isEqualTo(Cli.run("explain", "T201").out());
  }

  @Test
  void offersNearCodes() {
    Cli unknown = Cli.run("explain", "T701");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).contains("no code `T701`", "similar: T201;");
    assertThat(Cli.run("explain", "N1020").err()).contains("similar: N102;");
    assertThat(Cli.run("explain", "Dense").err())
        .contains("no code `Dense`", "help: `tulle explain` lists all codes");
  }

  @Test
  void listsWhatANetRuns() throws IOException {
    Path file = Path.of("..", "examples", "digits", "digits.net");
    Cli plan = Cli.run("explain", "--plan", file.toString());
    assertThat(plan.err()).isEmpty();
    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .startsWith("Digits.predict of 1 row: ")
        .contains("Digits.gradient of ", "Digits.update of ", "Digits.evaluate of ");
    assertThat(Cli.run("explain", "--plan", file.toString(), "--rows", "5").out())
        .startsWith("Digits.predict of 5 rows: ");
  }

  @Test
  void refusesACodeBesideAPlanAndRowsThatAreNone() {
    assertThat(Cli.run("explain", "T201", "--plan", "a.net").err())
        .contains("`--plan` explains a file, and `T201` is a code");
    for (String none : List.of("-1", "0", "1000001")) {
      Cli rows = Cli.run("explain", "--plan", "a.net", "--rows", none);
      assertThat(rows.code()).isEqualTo(1);
      assertThat(rows.err()).contains("`--rows` is " + none, "take 1 to 1000000");
    }
    assertThat(Cli.run("explain", "--plan", "absent.net").err()).contains("absent.net");
  }

  @Test
  void refusesWithoutAPlanWhatOnlyAPlanCanHave() {
    Cli rows = Cli.run("explain", "T201", "--rows", "5");
    assertThat(rows.code()).isEqualTo(1);
    assertThat(rows.out()).isEmpty();
    assertThat(rows.err()).contains("`--rows` is for a plan", "name the file with `--plan`");
    Cli set = Cli.run("explain", "--set", "width=3");
    assertThat(set.code()).isEqualTo(1);
    assertThat(set.err()).contains("`--set` is for a plan");
  }

  @Test
  void printsJson() throws IOException {
    assertThat(JSON.std.mapFrom(Cli.run("explain", "s001", "--json").out()))
        .isEqualTo(
            Map.of(
                "code", "S001",
                "title", "a bracket that is not closed",
                "text", ErrorPage.of(Code.S001).markdown()));
    Object codes = JSON.std.mapFrom(Cli.run("explain", "--json").out()).get("codes");
    assertThat(codes).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(Code.values().length);
    assertThat(codes)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains(Map.of("code", "S001", "title", "a bracket that is not closed"));
    Cli unknown = Cli.run("explain", "T701", "--json");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(JSON.std.mapFrom(unknown.out())).containsOnlyKeys("diagnostics");
  }

  @Test
  void endsQuietlyWhereNobodyReads() {
    var closed =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    var console = new Console(closed, System.err, false, 80, false);
    assertThat(Main.run(console, "explain", "T201")).isEqualTo(ExitCode.CLOSED_PIPE);
  }
}
