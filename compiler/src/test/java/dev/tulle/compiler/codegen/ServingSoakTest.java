package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.runtime.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A thousand threads and one model. {@code -Dtulle.soak.seconds=60} makes it last as long as one
 * likes.
 */
@Tag("jdk")
class ServingSoakTest {
  private static final int THREADS = 1_000;
  private static final long SECONDS = Long.getLong("tulle.soak.seconds", 5);
  private static final int INPUTS = 100;
  private static final int OUTPUTS = 10;
  private static final int ROWS = 40;

  private static final String NET =
      """
      net Busy {
        input x: [100]
        output y = x -> Dense(300) -> relu -> Dense(200) -> tanh -> Dense(10)
      }
      """;

  /**
   * Bytes that threads which have predicted and are still there may keep: a workspace for each
   * would be ten times as much, and the scratch alone twice.
   */
  private static final long MOST = 8L << 20;

  private final Model model = model();
  private final float[] input = input();

  private static Model model() {
    try {
      return (Model)
          InMemoryCompiler.load(ServingCalls.files(NET))
              .loadClass("test.Busy")
              .getMethod("initial", long.class)
              .invoke(null, 7L);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static float[] input() {
    var random = new SplittableRandom(3);
    float[] input = new float[ROWS * INPUTS];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }
    return input;
  }

  private float[] predict(int rows) {
    float[] output = new float[rows * OUTPUTS];
    model.predict(new float[][] {input}, rows, new float[][] {output});
    return output;
  }

  @Test
  void platformThreads() throws Exception {
    soak("platform", Thread::new);
  }

  @Test
  void virtualThreads() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "this VM has no virtual threads");
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    soak("virtual", (ThreadFactory) type.getMethod("factory").invoke(builder));
  }

  private void soak(String kind, ThreadFactory factory) throws Exception {
    List<float[]> wanted = new ArrayList<>();
    for (int rows = 0; rows <= ROWS; rows++) {
      wanted.add(predict(rows));
    }
    // Until it is compiled, a thousand threads would be a thousand interpreters.
    long warm = System.nanoTime() + 3_000_000_000L;
    for (int turn = 0; System.nanoTime() < warm; turn++) {
      predict(1 + turn % ROWS);
    }
    var wrong = new AtomicInteger();
    var failed = new AtomicInteger();
    var done = new AtomicLong();
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    var idle = new CountDownLatch(THREADS);
    var leave = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    long before = usedHeap();
    for (int i = 0; i < THREADS; i++) {
      int first = i;
      Thread thread =
          factory.newThread(
              () -> {
                try {
                  int turn = first;
                  do {
                    int rows = 1 + turn++ % ROWS;
                    boolean same = Arrays.equals(predict(rows), wanted.get(rows));
                    wrong.addAndGet(same ? 0 : 1);
                    done.incrementAndGet();
                    Thread.yield();
                  } while (System.nanoTime() < end);
                } catch (RuntimeException | Error e) {
                  failed.incrementAndGet();
                  throw e;
                } finally {
                  idle.countDown();
                }
                stay(leave);
              });
      thread.start();
      threads.add(thread);
    }
    // Predictions that are under way have a workspace each, and no more come with the time.
    List<Long> busy = new ArrayList<>();
    do {
      Thread.sleep(1_000);
      busy.add(usedHeap() - before);
    } while (System.nanoTime() < end);
    idle.await();
    long kept = usedHeap() - before;
    leave.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "%,d predictions by %,d %s threads in %d s: heap %+,d KB at work, %+,d KB idle%n",
        done.get(), THREADS, kind, SECONDS, Collections.max(busy) / 1024, kept / 1024);
    assertThat(failed).hasValue(0);
    assertThat(wrong).hasValue(0);
    assertThat(done).hasValueGreaterThanOrEqualTo(THREADS);
    assertThat(kept).isLessThan(MOST);
    int half = busy.size() / 2;
    assertThat(Collections.min(busy.subList(half, busy.size())))
        .as("bytes at work: %s", busy)
        .isLessThan(Collections.max(busy.subList(0, Math.max(1, half))) + MOST);
  }

  private static void stay(CountDownLatch leave) {
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
