package com.acme;

/** What a user writes: calls a class that the plugin makes. */
public final class Offers {
  private final Scorer scorer;

  public Offers(Scorer scorer) {
    this.scorer = scorer;
  }

  public boolean isBetter(float[] one, float[] other) {
    return scorer.score(one) > scorer.score(other);
  }
}
