package dev.tulle.compiler.ir;

/** Where a tensor lives outside of a graph: what graphs read and write. */
public enum Storage {
  /** Given by the caller, one row each; named after the net's {@code input}. */
  INPUT,
  /** As {@link #INPUT}, in training and evaluation only. */
  TARGET,
  /** A result of serving, named after the net's {@code output}. */
  OUTPUT,
  /** A number: the batch mean of a named loss, or of the penalty. */
  LOSS,
  /** Weights, named by path. */
  PARAMETER,
  /** What {@code state} declares, named by path. */
  STATE,
  /** The gradient of the total loss by the parameter of that path. */
  GRADIENT,
  /** The optimizer's memory, named {@code slot:path}. */
  SLOT,
  /** A sum over the rows of a batch that a metric needs; the names are of the program. */
  SUM,
  /**
   * A number the host gives in double: {@code step}, {@code total_steps}, {@code epoch_steps},
   * {@code clip_scale}.
   */
  HOST,
  /** In the step of a scan: what a step hands to the next one. */
  CARRIED,
  /** In the step of a scan: the slice of a sequence at this step. */
  ELEMENT,
  /** In the step of a scan: a value from around it, the same at all steps. */
  CAPTURED,
  /** In the step of a scan: what a step leaves behind, one slice of a result. */
  STACKED
}
