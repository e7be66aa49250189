package dev.tulle.maven;

import dev.tulle.compiler.SourceReader;
import dev.tulle.compiler.UnreadableSourceException;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.sema.ModuleFinder;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds imported modules: in the source directory first, among the files that are not compiled,
 * then below {@code META-INF/tulle} of the jars and folders on the class path. Remembers what was
 * asked for and what the answer was.
 */
final class ModulePath implements ModuleFinder {
  static final String FOLDER = "META-INF/tulle/";

  private final Path sources;
  private final List<Path> others;
  private final List<Path> classPath;
  private final Map<String, String> answers = new TreeMap<>();
  private final Map<String, List<SourceFile>> own = new TreeMap<>();

  /**
   * @param others the files of the source directory that are left alone unless they are imported
   */
  ModulePath(Path sources, List<Path> others, List<Path> classPath) {
    this.sources = sources;
    this.others = List.copyOf(others);
    this.classPath = List.copyOf(classPath);
  }

  /** The digest of every answer, by the module asked for. */
  Map<String, String> answers() {
    return Map.copyOf(answers);
  }

  /**
   * The files of the source directory that were imported, by module: who imports the nets needs
   * them too.
   */
  Map<String, List<SourceFile>> own() {
    return new TreeMap<>(own);
  }

  @Override
  public List<Place> find(String module) throws IOException {
    List<Place> places = search(module);
    var digest = new Sha256();
    for (Place place : places) {
      digest.add(place.name());
      place.files().forEach(file -> digest.add(file.name()).add(file.text()));
    }
    answers.put(module, digest.hex());
    return places;
  }

  @Override
  public String advice(String module) {
    return "put `"
        + path(module)
        + ".net` below "
        + sources
        + ", or add a dependency whose jar has "
        + FOLDER
        + path(module);
  }

  private List<Place> search(String module) throws IOException {
    List<SourceFile> here = ofSources(module);
    if (!here.isEmpty()) {
      own.put(module, here);
      return List.of(new Place(sources.toString(), here));
    }
    var places = new ArrayList<Place>();
    for (Path entry : classPath) {
      List<SourceFile> files =
          Files.isDirectory(entry) ? ofFolder(entry, module) : ofArchive(entry, module);
      if (!files.isEmpty()) {
        places.add(new Place(entry.toString(), files));
      }
    }
    return places;
  }

  /** The files that say that they are the module, or that lie where it belongs. */
  private List<SourceFile> ofSources(String module) throws IOException {
    Path place = sources.resolve(path(module) + ".net");
    var files = new ArrayList<SourceFile>();
    if (Files.isRegularFile(place)) {
      files.add(SourceReader.read(place));
    }
    for (Path file : others) {
      SourceFile text = file.equals(place) ? null : readable(file);
      if (text != null && module.equals(declared(text))) {
        files.add(text);
      }
    }
    return files;
  }

  /** Null where the file is no text: what nobody imports may be wrong. */
  private static @Nullable SourceFile readable(Path file) {
    try {
      return SourceReader.read(file);
    } catch (UnreadableSourceException e) {
      return null;
    }
  }

  private static @Nullable String declared(SourceFile text) {
    var module = SyntaxReader.read(text, new DiagnosticSink()).module();
    return module == null ? null : module.toString();
  }

  private static List<SourceFile> ofFolder(Path entry, String module) throws IOException {
    Path folder = entry.resolve(FOLDER + path(module));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var files = new ArrayList<SourceFile>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".net")).sorted().toList()) {
        files.add(SourceReader.read(file));
      }
    }
    return files;
  }

  private static List<SourceFile> ofArchive(Path entry, String module) throws IOException {
    if (!Files.isRegularFile(entry)) {
      return List.of();
    }
    String folder = FOLDER + path(module) + "/";
    var files = new ArrayList<SourceFile>();
    try (var archive = new ZipFile(entry.toFile())) {
      List<? extends ZipEntry> found =
          archive.stream()
              .filter(e -> e.getName().startsWith(folder) && e.getName().endsWith(".net"))
              .filter(e -> e.getName().indexOf('/', folder.length()) < 0)
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (ZipEntry file : found) {
        try (var stream = archive.getInputStream(file)) {
          files.add(SourceReader.decode(entry + "!/" + file.getName(), stream.readAllBytes()));
        }
      }
    } catch (UnreadableSourceException e) {
      throw e; // it names the file in the archive
    } catch (IOException e) {
      // The JDK's messages of damaged archives do not say which.
      throw new IOException("the jar " + entry + " on the class path: " + e.getMessage(), e);
    }
    return files;
  }

  static String path(String module) {
    return module.replace('.', '/');
  }
}
