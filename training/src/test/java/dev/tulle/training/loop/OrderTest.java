package dev.tulle.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Fitter;
import dev.tulle.training.data.Rows;
import dev.tulle.training.data.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of rows of one length, in a random order that the key alone decides. */
class OrderTest {
  private static final int MOST = 4;

  private static final Port PORT =
      new Port("x", List.of(9), false, "", 0, List.of(new Port.Varying(0, "time", 1, 0)));

  /** Rows with so many numbers each, the first of which is the row's own number. */
  private static Dataset data(int... lengths) {
    double[][] x = new double[lengths.length][];
    for (int row = 0; row < x.length; row++) {
      x[row] = new double[lengths[row]];
      x[row][0] = row;
    }
    Column column = new Column.Columns(List.of("x"), List.of());
    DataSource source =
        new DataSource(
            "Rows", "x.csv", Optional.empty(), List.of(new DataSource.Field("x", column)));
    Table table = new Rows().with("x", x).table(source, Map.of());
    int[] all = IntStream.range(0, x.length).toArray();
    List<Port> ports = List.of(PORT);
    return Dataset.of(
        table, all, Fitter.fit(table, all, source, ports), ports, List.of(new Dim("time", 1, 9)));
  }

  private static int[] mixed() {
    return IntStream.range(0, 50).map(row -> 1 + row * row % 7).toArray();
  }

  /** The lengths of the batches' rows, batch after batch; each batch has one. */
  private static List<Integer> lengths(Order order, int[] of) {
    List<Integer> lengths = new ArrayList<>();
    for (int batch = 0; batch < order.batches(); batch++) {
      int[] rows = Arrays.copyOfRange(order.places(), order.start(batch), order.start(batch + 1));
      assertThat(rows).hasSizeBetween(1, MOST);
      assertThat(Arrays.stream(rows).map(row -> of[row]).distinct().toArray()).hasSize(1);
      lengths.add(of[rows[0]]);
    }
    return lengths;
  }

  @Test
  void everyRowIsInOneBatchOfItsLength() {
    Order order = new Order(data(mixed()), MOST);
    int[] of = mixed();
    long wanted =
        IntStream.rangeClosed(1, 7)
            .mapToLong(n -> (Arrays.stream(of).filter(length -> length == n).count() + 3) / MOST)
            .sum();
    for (int key = 0; key < 20; key++) {
      order.draw(key);
      assertThat(order.places()).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
      assertThat(lengths(order, of)).hasSize((int) wanted);
      assertThat(order.start(order.batches())).isEqualTo(50);
    }
  }

  @Test
  void theKeyDecidesAndBatchesOfALengthStandApart() {
    Order order = new Order(data(mixed()), MOST);
    order.draw(1);
    int[] first = order.places().clone();
    List<Integer> lengths = lengths(order, mixed());
    assertThat(lengths).isNotEqualTo(lengths.stream().sorted().toList());
    order.draw(2);
    assertThat(order.places()).isNotEqualTo(first);
    assertThat(lengths(order, mixed())).isNotEqualTo(lengths);
    order.draw(1);
    assertThat(order.places()).isEqualTo(first);
    Order other = new Order(data(mixed()), MOST);
    other.draw(1);
    assertThat(other.places()).isEqualTo(first);
  }

  @Test
  void rowsOfOneLengthAreShuffledAndTheLastBatchHasTheRest() {
    int[] equal = IntStream.generate(() -> 3).limit(10).toArray();
    Dataset data = data(equal);
    Order order = new Order(data, MOST);
    order.draw(5);
    int[] wanted = new int[10];
    data.draw(wanted, 5);
    assertThat(order.places()).isEqualTo(wanted);
    assertThat(order.batches()).isEqualTo(3);
    assertThat(IntStream.rangeClosed(0, 3).map(order::start)).containsExactly(0, 4, 8, 10);
  }

  @Test
  void evaluationKeepsTheOrderWithinALength() {
    Order order = new Order(data(2, 5, 2, 1, 5, 2), MOST);
    order.keep();
    assertThat(order.places()).containsExactly(0, 2, 5, 1, 4, 3);
    assertThat(order.batches()).isEqualTo(3);
  }
}
