package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.util.List;

/** Finds modules that are imported and not among the compiled files. */
public interface ModuleFinder {
  /**
   * The places that have files of a module; none of them goes before another, so that more than one
   * is a mistake of the user's, and none at all is one too.
   *
   * @param module the module's whole name, such as {@code com.acme.layers}
   * @throws IOException where something that may have the module cannot be read; its message is a
   *     sentence for the user
   */
  List<Place> find(String module) throws IOException;

  /** What a user can do about a module that is in no place. */
  String advice(String module);

  /**
   * A folder or an archive that has a module.
   *
   * @param name how diagnostics call it
   * @param files the module's, at least one
   */
  record Place(String name, List<SourceFile> files) {
    public Place {
      files = List.copyOf(files);
    }
  }
}
