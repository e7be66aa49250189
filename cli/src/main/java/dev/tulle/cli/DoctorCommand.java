package dev.tulle.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether this machine has what Tulle needs, and what to do where it has not. */
@Command(
    name = "doctor",
    description = "Say whether this machine has what Tulle needs.",
    footer = {
      "",
      "Examples:",
      "  tulle doctor",
      "  tulle doctor --json",
      "",
      "Ends with 1 where something is missing that Tulle cannot do without."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private JsonOption json = new JsonOption();

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new Examination(System.getenv()).findings();
    boolean healthy = findings.stream().noneMatch(f -> f.state() == Finding.State.MISSING);
    if (json.chosen) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("healthy", healthy);
      document.put("findings", findings.stream().map(DoctorCommand::map).toList());
      new JsonObject(console).print(document);
    } else {
      findings.forEach(this::print);
      console.requireReader();
    }
    return healthy ? ExitCode.OK : ExitCode.MISTAKE;
  }

  private void print(Finding finding) {
    console
        .out()
        .printf("%-7s  %-9s  %s%n", word(finding.state()), finding.what(), finding.found());
    if (!finding.help().isEmpty()) {
      console.out().printf("%20shelp: %s%n", "", finding.help());
    }
  }

  private static String word(Finding.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> map(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("what", finding.what());
    map.put("state", word(finding.state()));
    map.put("found", finding.found());
    map.put("help", finding.help());
    return map;
  }
}
