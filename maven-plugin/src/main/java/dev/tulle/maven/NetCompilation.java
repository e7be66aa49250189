package dev.tulle.maven;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Compiles nets for a goal: says what is wrong, and gives a result only where nothing is.
 *
 * @param arguments values for arguments of the nets
 */
record NetCompilation(Map<String, String> arguments, Messages messages) {
  /**
   * @throws MojoFailureException where a net has a mistake or misses a demand
   */
  CompileResult compile(List<Path> files, ModulePath path, Demands demands)
      throws MojoFailureException {
    CompileResult result =
        TulleCompiler.compile(files, path, new CompileOptions(arguments, (pass, text) -> {}));
    result.diagnostics().forEach(messages::add);
    for (Program program : result.programs()) {
      for (String sentence : demands.budget().exceeded(program)) {
        messages.addError(program.span(), "error: " + sentence);
      }
    }
    messages.failOnErrors();
    int warnings = messages.warnings().size();
    if (warnings > 0 && demands.failOnWarning()) {
      throw new MojoFailureException(
          warnings + " warning(s) in .net files, and failOnWarning is set");
    }
    return result;
  }
}
