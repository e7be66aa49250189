package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.ir.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.plugin.MojoFailureException;

/** Which execution of a build made which class, so that two cannot make one class differently. */
final class Claims {
  private static final String KEY = Claims.class.getName();

  private final String execution;
  private final Map<Path, Claim> claims;

  /**
   * @param file where the class's text is
   * @param digest of the text
   */
  private record Claim(String execution, Path file, String digest) {}

  private Claims(String execution, Map<Path, Claim> claims) {
    this.execution = execution;
    this.claims = claims;
  }

  /**
   * Those that an execution sees.
   *
   * @param execution as Maven's log calls it: {@code generate (default)}
   * @param pluginContext what Maven keeps for the plugin while it builds the project
   */
  @SuppressWarnings("unchecked") // nobody else has the key
  static Claims of(String execution, Map<Object, Object> pluginContext) {
    return new Claims(
        execution,
        (Map<Path, Claim>)
            pluginContext.computeIfAbsent(KEY, key -> new ConcurrentHashMap<Path, Claim>()));
  }

  /** Notes all that the execution made, in place of what it made before. */
  void put(Path sources, Path base, BuildState state) {
    claims.values().removeIf(claim -> claim.execution.equals(execution));
    state
        .outputs()
        .forEach(
            (name, digest) -> {
              Path file = base.resolve(name);
              if (file.startsWith(sources)) {
                claims.putIfAbsent(sources.relativize(file), new Claim(execution, file, digest));
              }
            });
  }

  /**
   * @throws MojoFailureException where another execution made the class of a net, of other text or
   *     in another folder
   */
  void check(CompileResult result, Path sources, Map<Path, byte[]> outputs, Messages messages)
      throws MojoFailureException {
    for (Program program : result.programs()) {
      Path name = Path.of(ModulePath.path(program.module()), program.name() + ".java");
      Path file = sources.resolve(name);
      Claim other = claims.get(name);
      if (other != null
          && !other.execution.equals(execution)
          && !other.equals(new Claim(other.execution, file, digest(outputs, file)))) {
        messages.addError(
            NetPlace.of(program, result.files()),
            "error: the class of `%s` is made by `%s` too%n  help: %s"
                .formatted(
                    program.name(),
                    other.execution,
                    "give one of the nets another module, or leave it out of one execution by"
                        + " `excludes`"));
      }
    }
    messages.failOnErrors();
  }

  private static String digest(Map<Path, byte[]> outputs, Path file) {
    byte[] text = outputs.get(file);
    if (text == null) {
      throw new IllegalStateException("a net has no class " + file);
    }
    return Sha256.of(text);
  }
}
