package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree of one file.
 *
 * @param edition the number behind {@code tulle}; 0 where the line is missing (an error was
 *     reported)
 * @param module the package of the generated classes, or null
 */
public record NetFile(
    SourceFile source,
    int edition,
    @Nullable Path module,
    List<Import> imports,
    List<Declaration> declarations) {
  public NetFile {
    imports = List.copyOf(imports);
    declarations = List.copyOf(declarations);
  }

  /**
   * {@code import std.vision.{Conv} as v}.
   *
   * @param names the chosen names, empty for all
   * @param alias the name of the module here, or null
   */
  public record Import(Path path, List<Name> names, @Nullable Name alias, Span span) {
    public Import {
      names = List.copyOf(names);
    }
  }
}
