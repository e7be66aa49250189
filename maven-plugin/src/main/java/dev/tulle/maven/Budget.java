package dev.tulle.maven;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import java.util.ArrayList;
import java.util.List;

/**
 * What a net may take; 0 stands for no limit.
 *
 * @param maxParameters numbers that are trained
 * @param maxWorkspaceBytes memory that a thread predicts in, for as many rows as the serving class
 *     computes at once; training does not count
 */
record Budget(long maxParameters, long maxWorkspaceBytes) {
  /** A sentence for each limit that a net exceeds. */
  List<String> exceeded(Program program) {
    var sentences = new ArrayList<String>();
    long parameters = parameters(program);
    if (maxParameters > 0 && parameters > maxParameters) {
      sentences.add(
          "the net `%s` has %s parameters; maxParameters allows %s"
              .formatted(program.name(), parameters, maxParameters));
    }
    long bytes = maxWorkspaceBytes > 0 ? workspaceBytes(program) : 0;
    if (maxWorkspaceBytes > 0 && bytes > maxWorkspaceBytes) {
      sentences.add(
          "the net `%s` predicts in a workspace of %s bytes; maxWorkspaceBytes allows %s"
              .formatted(program.name(), bytes, maxWorkspaceBytes));
    }
    return sentences;
  }

  static long parameters(Program program) {
    return program.parameters().stream().mapToLong(p -> p.shape().count().value()).sum();
  }

  static long workspaceBytes(Program program) {
    ProgramPlan plan = ProgramPlanner.plan(program.withoutTraining());
    return plan.serving().bytes(plan.servingRows());
  }
}
