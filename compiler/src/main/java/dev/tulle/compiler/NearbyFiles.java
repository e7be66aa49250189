package dev.tulle.compiler;

import dev.tulle.compiler.sema.ModuleFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds modules near the files compiled: by their whole path below a folder around one of them, or
 * by their last name beside one.
 */
final class NearbyFiles implements ModuleFinder {
  private final List<Path> files;

  NearbyFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  @Override
  public List<Place> find(String module) throws IOException {
    Path found = locate(module);
    return found == null
        ? List.of()
        : List.of(new Place(found.toString(), List.of(SourceReader.read(found))));
  }

  @Override
  public String advice(String module) {
    return "name its file on the command line, or put `" + last(module) + "` beside this one";
  }

  private @Nullable Path locate(String module) {
    String whole = module.replace('.', '/') + ".net";
    for (Path file : files) {
      for (Path folder = file.toAbsolutePath().getParent();
          folder != null;
          folder = folder.getParent()) {
        Path byPath = folder.resolve(whole);
        if (Files.isRegularFile(byPath)) {
          return file.isAbsolute() ? byPath : fromHere(byPath);
        }
      }
      Path beside = file.resolveSibling(last(module));
      if (Files.isRegularFile(beside)) {
        return beside;
      }
    }
    return null;
  }

  /** As somebody would call it who named the files by paths from the working directory. */
  private static Path fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private static String last(String module) {
    return module.substring(module.lastIndexOf('.') + 1) + ".net";
  }
}
