package dev.tulle.compiler.listing;

import java.util.List;

/**
 * How a net is computed, kernel by kernel.
 *
 * @param net its name
 * @param functions those of the serving class, then those of the training class
 */
public record PlanListing(String net, List<Function> functions) {
  public PlanListing {
    functions = List.copyOf(functions);
  }

  /**
   * What a method of a generated class computes.
   *
   * @param name {@code predict}, {@code gradient}, {@code update}, {@code evaluate}, or {@code
   *     load} of what is done once with the weights that serve
   * @param rows that the figures are of; 0 where rows do not matter
   * @param kernels in the order in which they run
   * @param strips kernels that run for few rows at a time
   * @param buffers of the workspace
   * @param workspaceBytes all of the workspace, which functions of one class share
   */
  public record Function(
      String name,
      long rows,
      List<Kernel> kernels,
      List<Strips> strips,
      List<Buffer> buffers,
      long workspaceBytes) {
    public Function {
      kernels = List.copyOf(kernels);
      strips = List.copyOf(strips);
      buffers = List.copyOf(buffers);
    }

    /** Operations of all kernels. */
    public long operations() {
      return kernels.stream().mapToLong(Kernel::operations).sum();
    }

    /** Bytes that all kernels read and write. */
    public long bytes() {
      return kernels.stream().mapToLong(k -> k.readBytes() + k.writtenBytes()).sum();
    }
  }

  /**
   * A loop nest that is one method.
   *
   * @param method its name in the generated classes; kernels that read alike share one
   * @param line of the text that it is made for, from 1; 0 where it belongs to none
   * @param form how it runs
   * @param shape its loops, outermost first; of a product, rows x columns x depth
   * @param vector whether it runs in vectors
   * @param runs how often: the steps of the loops around it
   * @param operations additions, multiplications and other functions of numbers in all runs
   * @param readBytes of the tensors that it reads, each once a run
   * @param writtenBytes of those that it writes
   */
  public record Kernel(
      String method,
      int line,
      Form form,
      String shape,
      boolean vector,
      long runs,
      long operations,
      long readBytes,
      long writtenBytes) {}

  /** How a kernel runs. */
  public enum Form {
    /** A sum of products, in tiles. */
    PRODUCT,
    /** Element by element. */
    ELEMENTS,
    /** A reduction along what lies side by side. */
    ROWS,
    /** A reduction across what lies side by side. */
    COLUMNS,
    /** A copy of a factor, as tiles of products read it. */
    PANELS,
    /** A convolution, or the gradient of its filters, that takes fewer multiplications. */
    WINOGRAD
  }

  /**
   * Kernels that run one after the other for few rows, then for the next ones.
   *
   * @param first the position of the first kernel
   * @param last of the last one
   * @param rows at a time
   */
  public record Strips(int first, int last, int rows) {}

  /**
   * A tensor of the workspace.
   *
   * @param name in the words of the plan
   * @param offset its first byte
   * @param bytes its memory: of a tensor that only strips touch, for the rows of one
   * @param first the position among the kernels of the one that first touches it
   * @param last of the one that touches it last
   */
  public record Buffer(String name, long offset, long bytes, int first, int last) {}
}
