package dev.tulle.runtime.kernel;

import dev.tulle.runtime.kernel.vector.Lanes;
import dev.tulle.runtime.kernel.vector.Operations;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * Whether vector kernels run on this VM: decided once, when the class loads, and hinted at once
 * where they do not.
 */
public final class Simd {
  static final String MODULE = "jdk.incubator.vector";
  private static final String ABSENT = "the module " + MODULE + " is not in this VM";
  private static final String REASON = decide();
  private static final int LANES = REASON.isEmpty() ? Lanes.COUNT : 1;

  private Simd() {}

  /** Whether kernels use the Vector API. */
  public static boolean available() {
    return REASON.isEmpty();
  }

  /** Floats in a vector; 1 without the Vector API. */
  public static int lanes() {
    return LANES;
  }

  /** Why the Vector API is not used; the empty string where it is. */
  public static String reason() {
    return REASON;
  }

  private static String decide() {
    String reason =
        reason(
            System.getProperty("tulle.simd", "true"),
            ModuleLayer.boot().findModule(MODULE).isPresent(),
            System.getProperty("java.vm.name", ""),
            System.getProperty("java.vm.info", ""));
    if (reason.equals(ABSENT)) {
      System.getLogger("dev.tulle")
          .log(
              Level.INFO,
              "Tulle runs on scalar kernels. For vector kernels, several times as fast, start java"
                  + " with: --add-modules "
                  + MODULE);
    }
    if (reason.isEmpty()) {
      Module own = Simd.class.getModule();
      ModuleLayer.boot().findModule(MODULE).ifPresent(vectors -> own.addReads(vectors));
      Operations.meet();
    }
    return reason;
  }

  /** The decision as a function of what it depends on. */
  static String reason(String property, boolean module, String vmName, String vmInfo) {
    if (property.toLowerCase(Locale.ROOT).equals("false")) {
      return "the property tulle.simd is false";
    }
    if (!module) {
      return ABSENT;
    }
    // Without the C2 compiler every vector is an object on the heap: slower than scalars by far.
    boolean server = vmName.contains("Server VM");
    boolean full = !vmInfo.contains("interpreted mode") && !vmInfo.contains("emulated-client");
    if (!server || !full) {
      return "this VM (" + vmName + ", " + vmInfo + ") does not compile vectors";
    }
    return "";
  }
}
