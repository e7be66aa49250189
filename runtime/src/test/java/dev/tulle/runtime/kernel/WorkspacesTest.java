package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class WorkspacesTest {
  @Test
  void aThreadKeepsItsWorkspace() {
    Workspaces pool = new Workspaces(4);
    Workspace first = pool.take();
    float[] floats = first.floats(100);
    pool.giveBack(first);
    Workspace second = pool.take();
    assertThat(second).isSameAs(first);
    assertThat(second.floats(50)).isSameAs(floats);
    pool.giveBack(second);
  }

  @Test
  void whatTheSlotsCannotHoldIsDropped() {
    Workspaces pool = new Workspaces(2);
    List<Workspace> taken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      taken.add(pool.take());
    }
    assertThat(taken).doesNotHaveDuplicates();
    taken.forEach(pool::giveBack);
    assertThat(pool.waiting()).isEqualTo(4);
  }

  @Test
  void noTwoThreadsHaveTheSameWorkspaceOrScratch() throws Exception {
    Workspaces pool = new Workspaces(2);
    AtomicInteger clashes = new AtomicInteger();
    Callable<Boolean> use =
        () -> {
          float mine = Thread.currentThread().getId();
          for (int i = 0; i < 2_000; i++) {
            Workspace space = pool.take();
            float[] scratch = Scratch.floats(64);
            float[] floats = space.floats(64);
            scratch[i % 64] = mine;
            floats[i % 64] = mine;
            Thread.yield();
            boolean alone = scratch[i % 64] == mine && floats[i % 64] == mine;
            clashes.addAndGet(alone && Scratch.floats(64) == scratch ? 0 : 1);
            pool.giveBack(space);
          }
          return true;
        };
    var threads = Executors.newFixedThreadPool(16);
    try {
      for (var result : threads.invokeAll(java.util.Collections.nCopies(16, use))) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(clashes).hasValue(0);
    assertThat(pool.waiting()).isLessThanOrEqualTo(4);
  }

  @Test
  void scratchIsTheWorkspacesWhileItIsTaken() {
    float[] own = Scratch.floats(16);
    Workspaces pool = new Workspaces(1);
    Workspace space = pool.take();
    float[] lent = Scratch.floats(16);
    assertThat(lent).isNotSameAs(own);
    pool.giveBack(space);
    assertThat(Scratch.floats(16)).isSameAs(own);
    pool.take();
    assertThat(Scratch.floats(16)).isSameAs(lent);
    pool.giveBack(space);
  }
}
