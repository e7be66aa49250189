package dev.tulle.runtime;

import java.util.Map;

/**
 * Parameters and states of a net, never changed after construction, with what was fitted besides.
 */
public final class Weights {
  private final Layout layout;
  private final float[] values;
  private final Map<String, String> metadata;

  /** Takes a copy of {@code values}. */
  public Weights(Layout layout, float[] values, Map<String, String> metadata) {
    this.layout = layout;
    this.values = values.clone();
    this.metadata = Map.copyOf(metadata);
  }

  public Layout layout() {
    return layout;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** The flat array itself, for generated code, which only reads it. */
  public float[] array() {
    return values;
  }
}
