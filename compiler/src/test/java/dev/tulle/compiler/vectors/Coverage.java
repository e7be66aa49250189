package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The nets that are held against the cases of the vectors. */
final class Coverage {
  private Coverage() {}

  /** Of every case but those of {@link CurvatureNet}; one whose op nobody knows is among them. */
  static List<CaseNet> nets() {
    return VectorCase.all().stream()
        .filter(c -> !c.kind.equals("curvature"))
        .flatMap(c -> nets(c).stream())
        .toList();
  }

  /** As above, without those in which it does not matter where a row ends, as a whole has none. */
  static List<CaseNet> generated() {
    return VectorCase.all().stream()
        .filter(c -> !c.kind.equals("curvature"))
        .flatMap(
            c -> {
              List<CaseNet> nets = nets(c);
              boolean whole = c.kind.equals("layer") && LayerText.isElementwise(c);
              return whole ? Stream.of(nets.get(nets.size() - 1)) : nets.stream();
            })
        .toList();
  }

  /** One net, or for a layer one with its rows as the batch and one with all axes in a tensor. */
  static List<CaseNet> nets(VectorCase vectors) {
    return switch (vectors.kind) {
      case "layer" -> {
        var nets = new ArrayList<CaseNet>();
        if (LayerText.hasRows(vectors)) {
          nets.add(new LayerNet(vectors, true));
        }
        if (LayerText.hasNoBatch(vectors)) {
          nets.add(new LayerNet(vectors, false));
        }
        yield nets;
      }
      case "loss" -> List.of(new LossNet(vectors));
      case "optimizer" -> List.of(new OptimizerNet(vectors));
      case "schedule" -> List.of(new ScheduleNet(vectors));
      case "training" -> List.of(new TrainingRun(vectors));
      default -> throw new IllegalArgumentException("no net for the kind " + vectors.kind);
    };
  }
}
