package dev.tulle.maven;

import dev.tulle.compiler.SourceReader;
import dev.tulle.compiler.sema.ModuleFinder;
import dev.tulle.compiler.source.SourceFile;
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

/**
 * Finds imported modules: in the source directory first, then below {@code META-INF/tulle} of the
 * jars and folders on the class path. Remembers what was asked for and what the answer was.
 */
final class ModulePath implements ModuleFinder {
  static final String FOLDER = "META-INF/tulle/";

  private final Path sources;
  private final List<Path> classPath;
  private final Map<String, String> answers = new TreeMap<>();

  ModulePath(Path sources, List<Path> classPath) {
    this.sources = sources;
    this.classPath = List.copyOf(classPath);
  }

  /** The digest of every answer, by the module asked for. */
  Map<String, String> answers() {
    return Map.copyOf(answers);
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
    Path own = sources.resolve(path(module) + ".net");
    if (Files.isRegularFile(own)) {
      return List.of(new Place(own.toString(), List.of(SourceReader.read(own))));
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
    }
    return files;
  }

  static String path(String module) {
    return module.replace('.', '/');
  }
}
