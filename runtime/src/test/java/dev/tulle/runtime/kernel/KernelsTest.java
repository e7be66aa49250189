package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The choice between the two classes of kernels, and what is said where one is missing. */
@Tag("kernels")
class KernelsTest {
  interface Doubling {
    float of(float x);
  }

  static final class Scalar implements Doubling {
    @Override
    public float of(float x) {
      return x + x;
    }
  }

  static final class Vector implements Doubling {
    @Override
    public float of(float x) {
      return 2 * x;
    }
  }

  static final class Unlinked implements Doubling {
    private static final float TWO = two();

    private static float two() {
      throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
    }

    @Override
    public float of(float x) {
      return TWO * x;
    }
  }

  static final class Stranger {}

  private final Logger logger = Logger.getLogger("dev.tulle");
  private final List<LogRecord> records = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    // What it has to say itself is not meant here.
    assertThat(Simd.lanes()).isPositive();
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private static Doubling vector(String name) {
    return Kernels.vector(MethodHandles.lookup(), Doubling.class, name, new Scalar());
  }

  @Test
  void takesTheVectorClassWhereTheVmHasVectors() {
    Doubling chosen =
        Kernels.choose(MethodHandles.lookup(), Doubling.class, "KernelsTest$Vector", new Scalar());
    assertThat(chosen).isInstanceOf(Simd.available() ? Vector.class : Scalar.class);
    assertThat(vector("KernelsTest$Vector")).isInstanceOf(Vector.class);
    assertThat(records).isEmpty();
  }

  @Test
  void saysOnceThatTheVectorClassIsMissing() {
    assertThat(vector("KernelsTest$Absent")).isInstanceOf(Scalar.class);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).getLevel()).isEqualTo(Level.WARNING);
    assertThat(records.get(0).getMessage())
        .isEqualTo(
            "Tulle runs on scalar kernels, several times slower, although this VM has the Vector"
                + " API: the class dev.tulle.runtime.kernel.KernelsTest$Absent is missing; compile"
                + " it too, and keep it beside dev.tulle.runtime.kernel.KernelsTest$Doubling");
  }

  @Test
  void saysWhyTheVectorClassCannotBeLinked() {
    assertThat(vector("KernelsTest$Unlinked")).isInstanceOf(Scalar.class);
    assertThat(records)
        .extracting(LogRecord::getMessage)
        .singleElement()
        .asString()
        .contains("cannot be linked")
        .contains("jdk/incubator/vector/FloatVector");
  }

  @Test
  void refusesAClassOfOtherKernels() {
    assertThatThrownBy(() -> vector("KernelsTest$Stranger")).isInstanceOf(ClassCastException.class);
  }
}
