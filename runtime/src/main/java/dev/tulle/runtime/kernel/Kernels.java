package dev.tulle.runtime.kernel;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Chooses between a net's vector kernels and its scalar ones. */
public final class Kernels {
  private Kernels() {}

  /**
   * The vector kernels where this VM runs them, the scalar ones elsewhere. Vector kernels are found
   * by name, so that nothing but their own class needs the Vector API to compile; where the class
   * is missing or cannot be linked, the log says so and the scalar kernels work.
   *
   * @param lookup of a class in the package of {@code type}
   * @param type the interface of the kernels
   * @param vector the simple name of the class of vector kernels, which stands in the package of
   *     {@code type} and has a constructor without parameters
   * @param scalar the scalar kernels
   */
  public static <T> T choose(Lookup lookup, Class<T> type, String vector, T scalar) {
    return Simd.available() ? vector(lookup, type, vector, scalar) : scalar;
  }

  /** {@link #choose} where the VM has the Vector API. */
  static <T> T vector(Lookup lookup, Class<T> type, String vector, T scalar) {
    // Of the package as it is at run time: shading may have moved it.
    String prefix = type.getPackageName().isEmpty() ? "" : type.getPackageName() + ".";
    String name = prefix + vector;
    try {
      readVectors(lookup);
      Class<?> found = lookup.findClass(name);
      return type.cast(lookup.findConstructor(found, MethodType.methodType(void.class)).invoke());
    } catch (ClassNotFoundException e) {
      warn(name + " is missing; compile it too, and keep it beside " + type.getName());
    } catch (LinkageError e) {
      warn(name + " cannot be linked: " + e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name + " holds no kernels of " + type.getName(), e);
    }
    return scalar;
  }

  /**
   * Makes the module of the kernels read the Vector API, which no {@code module-info.java} of a
   * user requires. Only a module itself can add to what it reads; the handle acts for the class
   * that looks up, which stands in that module.
   */
  private static void readVectors(Lookup lookup) throws Throwable {
    Module vectors = ModuleLayer.boot().findModule(Simd.MODULE).orElse(null);
    Module own = lookup.lookupClass().getModule();
    if (vectors != null && !own.canRead(vectors)) {
      MethodHandle addReads =
          lookup.findVirtual(
              Module.class, "addReads", MethodType.methodType(Module.class, Module.class));
      Module same = (Module) addReads.invokeExact(own, vectors);
      assert same == own;
    }
  }

  private static void warn(String reason) {
    System.getLogger("dev.tulle")
        .log(
            Level.WARNING,
            "Tulle runs on scalar kernels, several times slower, although this VM has the Vector"
                + " API: the class "
                + reason);
  }
}
