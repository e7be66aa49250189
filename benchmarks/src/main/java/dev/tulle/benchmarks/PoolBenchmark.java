package dev.tulle.benchmarks;

import dev.tulle.runtime.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hand a job to a pool and to have it back, with pieces that do nothing. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls the set-up first.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PoolBenchmark {
  @Param("2")
  public int threads;

  private Threads pool;
  private final Threads.Kernels nothing = (kernel, piece, pieces) -> {};

  /** Starts the threads. */
  @Setup
  public void start() {
    pool = Threads.of(threads);
  }

  /** A job right behind another, for which the threads still look. */
  @Benchmark
  public void soon() {
    pool.run(nothing, 0, threads);
  }

  /** A job for which the threads have to be woken; the pause before it counts, a millisecond. */
  @Benchmark
  public void late() {
    LockSupport.parkNanos(1_000_000);
    pool.run(nothing, 0, threads);
  }

  /** The pause alone. */
  @Benchmark
  public void pause() {
    LockSupport.parkNanos(1_000_000);
  }

  /** Lets the threads go. */
  @TearDown
  public void close() {
    pool.close();
  }
}
