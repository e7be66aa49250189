package dev.tulle.cli;

import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.library.LibraryEntry;
import dev.tulle.compiler.library.LibraryModule;
import dev.tulle.compiler.library.LibraryReader;
import dev.tulle.compiler.library.LibraryText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what the standard library says of its definitions. */
@Command(
    name = "library",
    description = "Say what the standard library has, or all of one definition in it.",
    footer = {"", "Examples:", "  tulle library losses", "  tulle library Dense"},
    mixinStandardHelpOptions = true)
final class LibraryCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A definition such as Dense, or a module such as losses; all unless told.")
  private @Nullable String name;

  @Mixin private JsonOption json = new JsonOption();

  LibraryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    List<LibraryModule> modules = LibraryReader.modules();
    if (name == null) {
      print(modules);
    } else {
      print(name, modules);
    }
    console.requireReader();
    return ExitCode.OK;
  }

  private void print(String name, List<LibraryModule> modules) throws Failure, IOException {
    for (LibraryModule module : modules) {
      if (name.equals(module.name()) || name.equals("std." + module.name())) {
        print(List.of(module));
        return;
      }
      for (LibraryEntry entry : module.entries()) {
        if (entry.name().equals(name)) {
          print(module, entry);
          return;
        }
      }
    }
    throw unknown(name, modules);
  }

  private void print(List<LibraryModule> modules) throws IOException {
    if (json.chosen) {
      printJson(modules.stream().map(m -> LibraryJson.of(m, m.entries())).toList());
    } else {
      console.out().print(LibraryText.overview(modules));
    }
  }

  private void print(LibraryModule module, LibraryEntry entry) throws IOException {
    if (json.chosen) {
      printJson(List.of(LibraryJson.of(module, List.of(entry))));
    } else {
      console.out().print(LibraryText.of(entry));
    }
  }

  private void printJson(List<Map<String, Object>> modules) throws IOException {
    new JsonObject(console).print(Map.of("modules", modules));
  }

  private static Failure unknown(String name, List<LibraryModule> modules) {
    List<String> names =
        modules.stream().flatMap(m -> m.entries().stream()).map(LibraryEntry::name).toList();
    return new Failure(
        "the library has no `" + name + "`",
        NearNames.nearest(name, names)
            .map(near -> "a similar name is `" + near + "`")
            .orElse("`tulle library` lists all that it has"));
  }
}
