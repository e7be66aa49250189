package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;

/**
 * The gradient of an update whose rows come in several batches: the mean over all of the rows, as
 * one batch of them would have it. A penalty, which each batch has whole, counts once.
 */
final class Accumulation {
  private final TrainingNet net;
  private final float[] sums;

  /**
   * @param batches of an update, at most
   */
  Accumulation(TrainingNet net, int batches) {
    this.net = net;
    sums = new float[batches == 1 ? 0 : net.gradients.length];
  }

  /**
   * Takes the gradients of a batch; after the last one of the update, the net has the mean.
   *
   * @param before rows of the update in batches before this one
   * @param rows of the batch
   * @param all rows of the update
   */
  void add(int before, int rows, int all) {
    if (rows == all) {
      return;
    }
    float[] gradients = net.gradients;
    float part = rows / (float) all;
    if (before == 0) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = part * gradients[i];
      }
    } else if (before + rows < all) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += part * gradients[i];
      }
    } else {
      for (int i = 0; i < sums.length; i++) {
        gradients[i] = sums[i] + part * gradients[i];
      }
    }
  }
}
