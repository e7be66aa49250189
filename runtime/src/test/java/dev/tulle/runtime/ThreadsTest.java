package dev.tulle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
    CountDownLatch together = new CountDownLatch(3);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (Threads threads = Threads.of(3)) {
      Thread.sleep(50); // by now the helpers sleep, so that they must be woken
      threads.run(
          (kernel, piece, pieces) -> {
            seen.add(Thread.currentThread());
            together.countDown();
            awaitQuietly(together);
          },
          0,
          3);
    }
    assertThat(seen).hasSize(3).contains(Thread.currentThread());
    assertThat(seen.stream().filter(t -> t != Thread.currentThread())).allMatch(Thread::isDaemon);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
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
      for (int i = 0; i < 2000; i++) {
        threads.run(kernels, 0, 4);
      }
      long before = bean.getThreadAllocatedBytes(me);
      for (int i = 0; i < 2000; i++) {
        threads.run(kernels, 0, 4);
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
