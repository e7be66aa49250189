package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.Map;

/** Which method of the generated classes each kernel of a plan became. */
public final class KernelIndex {
  private final ProgramPlan plan;
  private final Map<Kernel, KernelLibrary.Entry> entries;

  KernelIndex(ProgramPlan plan, Map<Kernel, KernelLibrary.Entry> entries) {
    this.plan = plan;
    this.entries = entries;
  }

  /** The plan whose kernels are asked for; equal kernels of it are told apart by identity. */
  public ProgramPlan plan() {
    return plan;
  }

  /** The name of the kernel's method. */
  public String method(Kernel kernel) {
    return entry(kernel).name();
  }

  /** Whether the kernel runs in vectors. */
  public boolean isVector(Kernel kernel) {
    return entry(kernel).vector();
  }

  private KernelLibrary.Entry entry(Kernel kernel) {
    KernelLibrary.Entry entry = entries.get(kernel);
    if (entry == null) {
      throw new IllegalStateException("kernel " + kernel.name() + " is not of this plan");
    }
    return entry;
  }
}
