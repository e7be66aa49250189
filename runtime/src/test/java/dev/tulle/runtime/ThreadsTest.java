package dev.tulle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("jdk")
class ThreadsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void runsEveryPieceOfEveryJobOnce(int count) {
    try (Threads threads = Threads.of(count)) {
      assertThat(threads.count()).isEqualTo(count);
      for (int job = 0; job < 20_000; job++) {
        int pieces = job % 13;
        int[] runs = new int[pieces];
        int kernel = job;
        threads.run(
            (k, piece, all) -> {
              if (k != kernel || all != pieces) {
                throw new AssertionError("a piece of another job");
              }
              runs[piece]++;
            },
            kernel,
            pieces);
        for (int run : runs) {
          assertThat(run).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void spreadsPiecesOverThreads() throws InterruptedException {
    Set<Thread> seen;
    try (Threads threads = Threads.of(3)) {
      Thread.sleep(50); // by now the helpers sleep, so that they must be woken
      seen = threadsOf(threads);
    }
    assertThat(seen).hasSize(3).contains(Thread.currentThread());
    assertThat(seen.stream().filter(t -> t != Thread.currentThread())).allMatch(Thread::isDaemon);
  }

  /** All threads of a pool, each of which takes one piece. */
  private static Set<Thread> threadsOf(Threads pool) {
    CountDownLatch together = new CountDownLatch(pool.count());
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    pool.run(
        pool.count(),
        piece -> {
          seen.add(Thread.currentThread());
          together.countDown();
          awaitQuietly(together);
        });
    return seen;
  }

  @Test
  void anIdlePoolComputesNothing() throws InterruptedException {
    var bean = ManagementFactory.getThreadMXBean();
    try (Threads threads = Threads.of(2)) {
      Set<Thread> helpers = threadsOf(threads);
      helpers.remove(Thread.currentThread());
      assertThat(helpers).hasSize(1);
      Thread.sleep(20); // by now the helper has given up looking
      long helper = helpers.iterator().next().getId();
      long before = bean.getThreadCpuTime(helper);
      Thread.sleep(300);
      assertThat(bean.getThreadCpuTime(helper) - before)
          .as("nanoseconds of CPU in 300 ms")
          .isBetween(0L, 5_000_000L);
    }
  }

  /** As between the steps of a training whose data come slowly: looking ends soon each time. */
  @Test
  void aPoolThatIsSeldomAskedHardlyComputes() throws InterruptedException {
    var bean = ManagementFactory.getThreadMXBean();
    try (Threads threads = Threads.of(2)) {
      Set<Thread> helpers = threadsOf(threads);
      helpers.remove(Thread.currentThread());
      long helper = helpers.iterator().next().getId();
      long before = bean.getThreadCpuTime(helper);
      for (int job = 0; job < 50; job++) {
        Thread.sleep(5);
        threads.run(2, piece -> {});
      }
      // 50 microseconds each time, and what waking costs; looking throughout would take 250 ms.
      assertThat(bean.getThreadCpuTime(helper) - before)
          .as("nanoseconds of CPU in 50 jobs")
          .isBetween(1L, 50_000_000L);
    }
  }

  @Test
  void threadsEndWithTheirPool() throws InterruptedException {
    Threads threads = Threads.of(3);
    Set<Thread> helpers = threadsOf(threads);
    helpers.remove(Thread.currentThread());
    threads.close();
    for (Thread helper : helpers) {
      helper.join(10_000);
      assertThat(helper.isAlive()).as(helper.getName()).isFalse();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleepQuietly(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void throwsWhatAPieceThrewAndGoesOn(int count) {
    try (Threads threads = Threads.of(count)) {
      assertThatThrownBy(
              () ->
                  threads.run(
                      (kernel, piece, pieces) -> {
                        if (piece == 5) {
                          throw new IllegalStateException("five");
                        }
                      },
                      0,
                      9))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("five");
      int[] runs = new int[4];
      threads.run((kernel, piece, pieces) -> runs[piece]++, 0, 4);
      assertThat(runs).containsOnly(1);
    }
  }

  /** As one thread would, whichever of two pieces fails first. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void throwsWhatTheLowestPieceThrew(int first) {
    try (Threads threads = Threads.of(2)) {
      CountDownLatch failed = new CountDownLatch(1);
      assertThatThrownBy(
              () ->
                  threads.run(
                      2,
                      piece -> {
                        if (piece == first) {
                          failed.countDown();
                        } else {
                          awaitQuietly(failed);
                          sleepQuietly(20);
                        }
                        throw new IllegalStateException("piece " + piece);
                      }))
          .hasMessage("piece 0");
    }
  }

  @Test
  void leavesOutWhatIsBehindAFailure() {
    AtomicInteger runs = new AtomicInteger();
    try (Threads threads = Threads.of(2)) {
      assertThatThrownBy(
              () ->
                  threads.run(
                      2_000,
                      piece -> {
                        runs.incrementAndGet();
                        sleepQuietly(1);
                        throw new IllegalStateException("piece " + piece);
                      }))
          .hasMessage("piece 0");
    }
    assertThat(runs.get()).isBetween(1, 1_000);
  }

  /** What a job knew of is free as soon as nobody else holds it, though the pool lives on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsNothingOfAJob(boolean fails) throws InterruptedException {
    try (Threads threads = Threads.of(2)) {
      WeakReference<float[]> batch = lent(threads, fails);
      for (int i = 0; i < 200 && batch.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertThat(batch.get()).isNull();
      assertThat(threads.count()).isEqualTo(2);
    }
  }

  private static WeakReference<float[]> lent(Threads threads, boolean fails) {
    float[] batch = new float[1000];
    Threads.Piece work =
        piece -> {
          batch[piece]++;
          if (fails) {
            throw new IllegalStateException("piece " + piece);
          }
        };
    if (fails) {
      assertThatThrownBy(() -> threads.run(8, work)).hasMessage("piece 0");
    } else {
      threads.run(8, work);
    }
    return new WeakReference<>(batch);
  }

  @Test
  void servesSeveralCallersAndNestedJobs() throws InterruptedException {
    try (Threads threads = Threads.of(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(4);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread[] callers = new Thread[4];
      for (int c = 0; c < callers.length; c++) {
        int caller = c;
        callers[c] =
            new Thread(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    threads.run(
                        (kernel, piece, pieces) ->
                            threads.run((k, p, n) -> runs.incrementAndGet(caller), 0, 2),
                        0,
                        3);
                  }
                });
        callers[c].setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        callers[c].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failure.get()).isNull();
      for (int c = 0; c < callers.length; c++) {
        assertThat(runs.get(c)).isEqualTo(6000);
      }
    }
  }

  @Test
  void allocatesNothingForAJob() {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long me = Thread.currentThread().getId();
    try (Threads threads = Threads.of(2)) {
      int[] sink = new int[64];
      Threads.Kernels kernels = (kernel, piece, pieces) -> sink[piece * 16]++;
      Threads.Piece work = piece -> sink[piece * 16]++;
      for (int i = 0; i < 2000; i++) {
        threads.run(kernels, 0, 4);
        threads.run(4, work);
      }
      long before = bean.getThreadAllocatedBytes(me);
      for (int i = 0; i < 2000; i++) {
        threads.run(kernels, 0, 4);
        threads.run(4, work);
      }
      assertThat(bean.getThreadAllocatedBytes(me) - before).isLessThan(2000);
    }
  }

  @Test
  void refusesNoThreadsAndAClosedPool() {
    assertThatThrownBy(() -> Threads.of(0)).isInstanceOf(IllegalArgumentException.class);
    Threads closed = Threads.of(2);
    closed.close();
    assertThatThrownBy(() -> closed.run((k, p, n) -> {}, 0, 2))
        .isInstanceOf(IllegalStateException.class);
    Threads.single().close();
    Threads.single().run((k, p, n) -> {}, 0, 2);
  }
}
