package dev.tulle.compiler.shape;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of loops, each broken by one thing in a loop that is right. */
class ScanRulesTest {
  private static final Shape STATE = Shape.of(5);

  private final GraphBuilder around = new GraphBuilder();
  private final Node first = around.read(Storage.PARAMETER, "first", STATE);
  private final Node sequence = around.read(Storage.PARAMETER, "sequence", Shape.of(3, 5));

  @Test
  void everyCarriedTensorAndSequenceHasAnInput() {
    assertBroken("scan N1", step(STATE, STATE, "0"), first);
  }

  @Test
  void sequencesBeginWithTheSteps() {
    assertBroken("scan N2", step(STATE, STATE, "0"), first, first);
  }

  @Test
  void aStepReadsWhatItIsGiven() {
    assertBroken("scan N3", step(STATE, Shape.of(7), "0"), first, sequence);
    assertBroken("scan N3", written(Storage.PARAMETER, STATE, "0"), first, sequence);
    assertBroken("scan N3", written(Storage.CAPTURED, STATE, "0"), first, sequence);
  }

  @Test
  void aStepWritesWhatIsCarriedInOrder() {
    assertBroken("scan N4", step(STATE, STATE, "1"), first, sequence);
    var nothing = new GraphBuilder().build("step", List.of());
    assertBroken("scan N4", nothing, first, sequence);
  }

  @Test
  void whatIsCarriedKeepsItsShape() {
    var step = new GraphBuilder();
    Node state = step.read(Storage.CARRIED, "0", STATE);
    Graph sum = step.build("step", List.of(new Graph.Write(Storage.CARRIED, "0", step.sum(state))));
    assertBroken("scan N5", sum, first, sequence);
  }

  @Test
  void aResultIsOneOfALoop() {
    Node scan = around.add(scan(step(STATE, STATE, "0")), List.of(first, sequence));
    assertThatThrownBy(() -> around.add(new Op.ScanResult(1), List.of(scan)))
        .hasMessageStartingWith("scanresult N6");
    assertThatThrownBy(() -> around.add(new Op.ScanResult(0), List.of(first)))
        .hasMessageStartingWith("scanresult N6");
  }

  /** Adds the element to the state. */
  private static Graph step(Shape state, Shape element, String name) {
    var step = new GraphBuilder();
    Node before = step.read(Storage.CARRIED, "0", state);
    Node seen = step.read(Storage.ELEMENT, "0", element);
    Node next =
        state.equals(element)
            ? step.map(ScalarFunction.ADD, before, seen)
            : step.map(ScalarFunction.ADD, before, step.broadcastTo(step.sum(seen), state));
    return step.build("step", List.of(new Graph.Write(Storage.CARRIED, name, next)));
  }

  /** Makes what it reads from that storage the state. */
  private static Graph written(Storage storage, Shape shape, String name) {
    var step = new GraphBuilder();
    Node read = step.read(storage, name, shape);
    return step.build("step", List.of(new Graph.Write(Storage.CARRIED, "0", read)));
  }

  private static Op scan(Graph step) {
    return new Op.Scan(step, Size.of(3), 1, 1, false);
  }

  private void assertBroken(String label, Graph step, Node... inputs) {
    assertThatThrownBy(() -> around.add(scan(step), List.of(inputs)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(label + ":");
  }
}
