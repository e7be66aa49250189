package dev.tulle.maven;

import dev.tulle.compiler.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an execution made of what: the digest of its input, the modules that it asked for, and its
 * output.
 *
 * @param input the digest of sources and configuration
 * @param modules the digest of the answer, by imported module
 * @param outputs the digest of the file, by its path below the project
 * @param copies the digest of what the build copies among its classes, by its path
 * @param warnings what every build says of that input
 */
record BuildState(
    String input,
    Map<String, String> modules,
    Map<String, String> outputs,
    Map<String, String> copies,
    List<String> warnings) {
  static final BuildState NONE = new BuildState("", Map.of(), Map.of(), Map.of(), List.of());

  BuildState {
    modules = new TreeMap<>(modules);
    outputs = new TreeMap<>(outputs);
    copies = new TreeMap<>(copies);
    warnings = List.copyOf(warnings);
  }

  /** As a file says, or an empty one where there is none that can be understood. */
  static BuildState read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    String input = "";
    var modules = new TreeMap<String, String>();
    var outputs = new TreeMap<String, String>();
    var copies = new TreeMap<String, String>();
    var warnings = new ArrayList<String>();
    boolean damaged = false;
    // Bytes that are no UTF-8 become a letter that no name has.
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words.length == 3 ? words[0] : "") {
        case "input" -> input = words[1];
        case "module" -> modules.put(words[2], words[1]);
        case "output" -> outputs.put(words[2], words[1]);
        case "copy" -> copies.put(words[2], words[1]);
        case "warning" -> warnings.add(unescape(words[2]));
        default -> damaged = true;
      }
    }
    // What is damaged is made again.
    return new BuildState(damaged ? "" : input, modules, outputs, copies, warnings);
  }

  void write(Path file) throws IOException {
    var text = new StringBuilder("input " + input + " .\n");
    modules.forEach((name, digest) -> text.append("module " + digest + " " + name + "\n"));
    outputs.forEach((name, digest) -> text.append("output " + digest + " " + name + "\n"));
    copies.forEach((name, digest) -> text.append("copy " + digest + " " + name + "\n"));
    warnings.forEach(warning -> text.append("warning . " + escape(warning) + "\n"));
    WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether input, imports and every file of the output are as they were. */
  boolean holds(String now, ModulePath path, Path base) throws IOException {
    if (!input.equals(now)) {
      return false;
    }
    for (String module : modules.keySet()) {
      path.find(module);
    }
    if (!path.answers().equals(modules)) {
      return false;
    }
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      Path file = base.resolve(output.getKey());
      if (!Files.isRegularFile(file)
          || !Sha256.of(Files.readAllBytes(file)).equals(output.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** The same output, of input that no build has. */
  BuildState outdated() {
    return new BuildState("", modules, outputs, copies, warnings);
  }

  /**
   * Deletes what this state made or executions that are gone, and neither the next state nor
   * another execution did; those files.
   */
  List<Path> prune(BuildState next, Siblings siblings, Path base) throws IOException {
    var deleted = new ArrayList<Path>();
    var states = new ArrayList<>(siblings.gone().values());
    states.add(this);
    for (BuildState state : states) {
      for (String orphan : state.made()) {
        Path file = base.resolve(orphan);
        if (!next.made().contains(orphan)
            && !siblings.kept().contains(orphan)
            && Files.isRegularFile(file)
            && !state.hasChangedCopy(orphan, file)) {
          Files.delete(file);
          deleteEmptyFolders(file.getParent(), base);
          deleted.add(file);
        }
      }
    }
    for (Path file : siblings.gone().keySet()) {
      Files.deleteIfExists(file);
    }
    return deleted;
  }

  /** The paths of outputs and copies. */
  Set<String> made() {
    Set<String> made = new TreeSet<>(outputs.keySet());
    made.addAll(copies.keySet());
    return made;
  }

  /** Whether a file among the classes is another one than this state's. */
  private boolean hasChangedCopy(String name, Path file) throws IOException {
    String copied = copies.get(name);
    return copied != null && !copied.equals(Sha256.of(Files.readAllBytes(file)));
  }

  /** Deletes a folder and those around it below another, as far as they are empty. */
  static void deleteEmptyFolders(@Nullable Path first, Path base) throws IOException {
    Path folder = first;
    while (folder != null && !folder.equals(base) && deleteEmpty(folder)) {
      folder = folder.getParent();
    }
  }

  private static boolean deleteEmpty(Path folder) throws IOException {
    try {
      return Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private static String unescape(String text) {
    try {
      return text.translateEscapes();
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
