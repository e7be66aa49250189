package dev.tulle.compiler.sema;

import java.util.List;

/**
 * A loop over the first axis of sequences; compared by identity. What its step computes hangs on
 * {@link Typed.Form.Turn} nodes, whatever does not is the same at every step.
 */
public final class ScanLoop {
  private final List<Typed> first;
  private final List<Typed> sequences;
  private final List<Typed> carried;
  private final List<Typed> elements;
  private final List<Typed> outputs;
  private final boolean reverse;

  /**
   * @param first what is carried into the first step
   * @param sequences what is read step by step
   * @param carried what a step finds of what is carried: a turn each
   * @param elements what a step finds of the sequences: a turn each
   * @param outputs of a step: as many as are carried, which the next step finds, then others
   * @param reverse whether the last position comes first
   */
  ScanLoop(
      List<Typed> first,
      List<Typed> sequences,
      List<Typed> carried,
      List<Typed> elements,
      List<Typed> outputs,
      boolean reverse) {
    this.first = List.copyOf(first);
    this.sequences = List.copyOf(sequences);
    this.carried = List.copyOf(carried);
    this.elements = List.copyOf(elements);
    this.outputs = List.copyOf(outputs);
    this.reverse = reverse;
  }

  public List<Typed> first() {
    return first;
  }

  public List<Typed> sequences() {
    return sequences;
  }

  public List<Typed> carried() {
    return carried;
  }

  public List<Typed> elements() {
    return elements;
  }

  public List<Typed> outputs() {
    return outputs;
  }

  public boolean reverse() {
    return reverse;
  }

  /** How many steps there are. */
  public Dim length() {
    return sequences.get(0).type().axes().get(0);
  }
}
