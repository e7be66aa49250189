package dev.tulle.compiler.vectors;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.kernel.Simd;
import java.util.ArrayList;
import java.util.List;

/** The generated classes of many files, compiled in one go: javac's start costs more than they. */
final class GeneratedNets {
  private final ClassLoader loader;

  GeneratedNets(List<SourceFile> files) {
    var java = new ArrayList<GeneratedFile>();
    for (SourceFile file : files) {
      java.addAll(JavaWriter.write(Compiled.program(file)));
    }
    // Nothing looks at vector kernels where no vectors are.
    java.removeIf(file -> file.vectorApi() && !Simd.available());
    loader = InMemoryCompiler.load(java);
  }

  /**
   * The net of a file.
   *
   * @param capacity the most rows of a batch
   */
  Machine machine(SourceFile file, int capacity) {
    return machine(file, capacity, 1);
  }

  /** As above, on several threads. */
  Machine machine(SourceFile file, int capacity, int threads) {
    String module = file.name().replace(".net", "");
    try {
      return new GeneratedMachine(
          (TrainingNet)
              loader
                  .loadClass("vectors." + module + ".CaseTraining")
                  .getConstructor(int.class, Threads.class)
                  .newInstance(capacity, Threads.of(threads)));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the generated classes of " + file + " cannot be made", e);
    }
  }
}
