package dev.tulle.maven;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.NetFile;
import java.util.List;

/** Where a net is declared, in front of a message about it. */
final class NetPlace {
  private NetPlace() {}

  /** {@code file:[line,column] } of the net's name; empty where no file declares it. */
  static String of(Program program, List<NetFile> files) {
    for (NetFile file : files) {
      String module = file.module() == null ? "" : file.module().toString();
      for (Declaration declaration : file.declarations()) {
        if (module.equals(program.module())
            && declaration instanceof Declaration.Definition net
            && net.name().text().equals(program.name())) {
          var place = net.name().span();
          return "%s:[%d,%d] ".formatted(place.file().name(), place.line(), place.column());
        }
      }
    }
    return "";
  }
}
