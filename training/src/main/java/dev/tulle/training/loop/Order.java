package dev.tulle.training.loop;

import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Splitter;
import java.util.Arrays;

/**
 * Which rows are a batch, and which batch follows which. All rows of a batch are as long as each
 * other, so that none is padded: a loss is the mean of what each row has by itself, and the mean
 * over a batch of one length is a part of the mean over all.
 */
final class Order {
  /** The stream of random numbers that orders batches. */
  private static final long STREAM = 0x6261746368L;

  private final Dataset data;
  private final int most;

  /** Where the rows are, batch behind batch. */
  private final int[] places;

  /** Where each batch begins among the places, and the end of the last one. */
  private final int[] starts;

  /**
   * Nothing is in order yet.
   *
   * @param most rows of a batch
   */
  Order(Dataset data, int most) {
    this.data = data;
    this.most = most;
    places = new int[data.rows()];
    int[] rows = rowsOfKinds();
    starts = new int[Arrays.stream(rows).map(count -> (count + most - 1) / most).sum() + 1];
  }

  /** How many batches there are: as many in each order. */
  int batches() {
    return starts.length - 1;
  }

  /** Where among the places a batch begins; the one behind the last begins at the end. */
  int start(int batch) {
    return starts[batch];
  }

  /** Where in the data the rows are, batch behind batch. */
  int[] places() {
    return places;
  }

  /** The order of the data, but that rows of one kind stand together. */
  void keep() {
    Arrays.setAll(places, data::place);
    group();
  }

  /**
   * A random order: rows are shuffled, those of a kind cut into batches, and the batches shuffled.
   *
   * @param key of the random numbers
   */
  void draw(long key) {
    data.draw(places, key);
    group();
    if (data.kinds() == 1) {
      return; // The batches of shuffled rows are in no order, and the one with fewer is the last.
    }
    int[] order = new int[batches()];
    Arrays.setAll(order, i -> i);
    Splitter.shuffle(order, RandomNumbers.key(key, 0, STREAM));
    int[] grouped = places.clone();
    int[] from = starts.clone();
    int at = 0;
    for (int i = 0; i < order.length; i++) {
      int count = from[order[i] + 1] - from[order[i]];
      System.arraycopy(grouped, from[order[i]], places, at, count);
      starts[i] = at;
      at += count;
    }
  }

  /** Puts rows of a kind together, in the order they have, and cuts them into batches. */
  private void group() {
    int[] rows = rowsOfKinds();
    int[] next = new int[rows.length];
    int batch = 0;
    int at = 0;
    for (int kind = 0; kind < rows.length; kind++) {
      next[kind] = at;
      for (int from = 0; from < rows[kind]; from += most) {
        starts[batch++] = at + from;
      }
      at += rows[kind];
    }
    starts[batch] = at;
    for (int place : rows.length == 1 ? new int[0] : places.clone()) {
      places[next[data.kind(place)]++] = place;
    }
  }

  /** Windows over a text begin anywhere, and are all of one kind. */
  private int[] rowsOfKinds() {
    int[] rows = new int[data.kinds()];
    if (rows.length == 1) {
      rows[0] = data.rows();
      return rows;
    }
    for (int row = 0; row < data.rows(); row++) {
      rows[data.kind(row)]++;
    }
    return rows;
  }
}
