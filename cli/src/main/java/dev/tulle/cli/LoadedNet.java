package dev.tulle.cli;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.NetFactory;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * The generated classes of a net, compiled in memory: nobody needs a build to try a {@code .net}
 * file.
 */
final class LoadedNet {
  private final String className;
  private final ClassLoader classes;

  LoadedNet(Program program) {
    this.className =
        program.module().isEmpty() ? program.name() : program.module() + "." + program.name();
    this.classes = InMemoryCompiler.load(JavaWriter.write(program));
  }

  /** Makes nets to train. */
  NetFactory factory() {
    try {
      Constructor<? extends TrainingNet> constructor =
          classes
              .loadClass(className + "Training")
              .asSubclass(TrainingNet.class)
              .getConstructor(int.class, Threads.class);
      return (capacity, threads) -> {
        try {
          return constructor.newInstance(capacity, threads);
        } catch (InvocationTargetException e) {
          throw unchecked(e);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The serving class with the weights of a file.
   *
   * @throws dev.tulle.runtime.WeightsException where the file is damaged or of another net
   */
  Model model(Path weights) throws IOException {
    try {
      return (Model)
          classes.loadClass(className).getMethod("load", Path.class).invoke(null, weights);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException unchecked(InvocationTargetException wrapper) {
    Throwable cause = wrapper.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }
}
