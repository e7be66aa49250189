package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.ir.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Which execution of a build made which file, so that two cannot make one differently. Files are
 * one also where their names differ in case alone, which some file systems do not keep apart.
 */
final class Claims {
  private static final String KEY = Claims.class.getName();

  /** In front of a class's path below its root: two roots cannot have one class. No path has it. */
  private static final String CLASS = "//";

  private final String execution;
  private final String sources;
  private final Map<String, Claim> claims;

  /**
   * @param file its path below the project
   */
  private record Claim(String execution, String file, String digest) {}

  /** What the own execution makes, and another does otherwise. */
  private record Clash(Claim own, Claim other) {}

  private Claims(String execution, String sources, Map<String, Claim> claims) {
    this.execution = execution;
    this.sources = sources + "/";
    this.claims = claims;
  }

  /**
   * Those that an execution sees.
   *
   * @param execution as Maven's log calls it: {@code generate (default)}
   * @param sources the path of its generated Java below the project
   * @param pluginContext what Maven keeps for the plugin while it builds the project
   */
  @SuppressWarnings("unchecked") // nobody else has the key
  static Claims of(String execution, String sources, Map<Object, Object> pluginContext) {
    return new Claims(
        execution,
        sources,
        (Map<String, Claim>)
            pluginContext.computeIfAbsent(KEY, key -> new ConcurrentHashMap<String, Claim>()));
  }

  /** Notes all that the execution made, in place of what it made before. */
  void put(BuildState state) {
    claims.values().removeIf(claim -> claim.execution.equals(execution));
    own(state).forEach(claims::putIfAbsent);
  }

  /** Whether no other execution made a file of these otherwise. */
  boolean allow(BuildState state) {
    return clashes(state).isEmpty();
  }

  /**
   * @throws MojoFailureException where another execution made a file of these, of other bytes, or a
   *     class of these in another folder
   */
  void check(BuildState state, CompileResult result, Messages messages)
      throws MojoFailureException {
    List<Clash> clashes = clashes(state);
    var nets = new HashSet<String>();
    for (Clash clash : clashes) {
      Program net = net(clash.own, result.programs());
      if (net != null && nets.add(net.module() + "." + net.name())) {
        messages.addError(
            net.span(), text(clash, "the class", "give one of the nets another module"));
      }
    }
    if (nets.isEmpty()) {
      // A file that is made twice is copied twice too; said once.
      List<Clash> made =
          clashes.stream().filter(c -> state.outputs().containsKey(c.own.file)).toList();
      (made.isEmpty() ? clashes : made)
          .stream()
              .map(clash -> text(clash, "the file", "give one of the .net files another name"))
              .forEach(text -> messages.addError(null, text));
    }
    messages.failOnErrors();
  }

  private Map<String, Claim> own(BuildState state) {
    Map<String, Claim> own = new TreeMap<>();
    state
        .copies()
        .forEach((file, digest) -> own.put(key(file), new Claim(execution, file, digest)));
    state
        .outputs()
        .forEach(
            (file, digest) -> {
              var claim = new Claim(execution, file, digest);
              own.put(key(file), claim);
              if (file.startsWith(sources)) {
                own.put(CLASS + key(file.substring(sources.length())), claim);
              }
            });
    return own;
  }

  private static String key(String file) {
    return file.toLowerCase(Locale.ROOT);
  }

  /** One for each file, classes first. */
  private List<Clash> clashes(BuildState state) {
    var clashes = new ArrayList<Clash>();
    var seen = new HashSet<String>();
    own(state)
        .forEach(
            (key, own) -> {
              Claim other = claims.get(key);
              if (other != null
                  && !other.execution.equals(execution)
                  && !(other.file.equals(own.file) && other.digest.equals(own.digest))
                  && seen.add(own.file)) {
                clashes.add(new Clash(own, other));
              }
            });
    return clashes;
  }

  /** The net whose class a file is, by the longest name; null for any other file. */
  private @Nullable Program net(Claim claim, List<Program> programs) {
    Program net = null;
    for (Program program : programs) {
      String path = program.module().isEmpty() ? "" : ModulePath.path(program.module()) + "/";
      boolean longest = net == null || program.name().length() > net.name().length();
      if (longest && claim.file.matches("\\Q" + sources + path + program.name() + "\\E[^/]*")) {
        net = program;
      }
    }
    return net;
  }

  private String text(Clash clash, String what, String help) {
    String own = name(clash.own.file);
    String other = name(clash.other.file);
    return "error: %s `%s` is made by `%s` too%s%n  help: %s"
        .formatted(
            what,
            own,
            clash.other.execution,
            own.equals(other) || !own.equalsIgnoreCase(other) ? "" : ", as `" + other + "`",
            help + ", or leave it out of one execution by `excludes`");
  }

  /** What people call a file: a class by its name, any other by its path. */
  private String name(String file) {
    return file.startsWith(sources) && file.endsWith(".java")
        ? file.substring(sources.length(), file.length() - ".java".length()).replace('/', '.')
        : file;
  }
}
