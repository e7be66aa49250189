package dev.tulle.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TulleContestantTest {
  /** To begin anew takes time that no peer's figure has either. */
  @Test
  void whatIsDoneBetweenRunsIsNotTimed() {
    int[] between = {0};
    double[] times =
        TulleContestant.times(
            new TulleContestant.Step() {
              @Override
              public void run() {}

              @Override
              public void between() {
                between[0]++;
                LockSupport.parkNanos(5_000_000);
              }
            },
            0.1);
    assertThat(between[0]).isEqualTo(times.length);
    assertThat(TulleContestant.median(times)).isLessThan(1_000);
  }
}
