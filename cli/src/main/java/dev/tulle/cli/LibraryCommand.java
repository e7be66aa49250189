package dev.tulle.cli;

import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.library.LibraryEntry;
import dev.tulle.compiler.library.LibraryModule;
import dev.tulle.compiler.library.LibraryReader;
import dev.tulle.compiler.library.LibraryText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what the standard library says of its definitions. */
@Command(
    name = "library",
    description = "Say what the standard library has, or all of one definition in it.",
    mixinStandardHelpOptions = true)
final class LibraryCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A definition such as Dense, or a module such as losses; all unless told.")
  private @Nullable String name;

  LibraryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    List<LibraryModule> modules = LibraryReader.modules();
    console.out().print(name == null ? LibraryText.overview(modules) : found(name, modules));
    console.requireReader();
    return ExitCode.OK;
  }

  private static String found(String name, List<LibraryModule> modules) throws Failure {
    for (LibraryModule module : modules) {
      if (name.equals(module.name()) || name.equals("std." + module.name())) {
        return LibraryText.overview(List.of(module));
      }
      for (LibraryEntry entry : module.entries()) {
        if (entry.name().equals(name)) {
          return LibraryText.of(entry);
        }
      }
    }
    List<String> names =
        modules.stream().flatMap(m -> m.entries().stream()).map(LibraryEntry::name).toList();
    throw new Failure(
        "the library has no `" + name + "`",
        NearNames.nearest(name, names)
            .map(near -> "a similar name is `" + near + "`")
            .orElse("`tulle library` lists all that it has"));
  }
}
