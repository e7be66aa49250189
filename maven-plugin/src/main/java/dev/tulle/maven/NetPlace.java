package dev.tulle.maven;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.NetFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a net is declared, for a message about it. */
final class NetPlace {
  private NetPlace() {}

  /** The net's name; null where no file declares it. */
  static @Nullable Span of(Program program, List<NetFile> files) {
    for (NetFile file : files) {
      String module = file.module() == null ? "" : file.module().toString();
      for (Declaration declaration : file.declarations()) {
        if (module.equals(program.module())
            && declaration instanceof Declaration.Definition net
            && net.name().text().equals(program.name())) {
          return net.name().span();
        }
      }
    }
    return null;
  }
}
