package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The function `stalls` of schedules: how often a measure of the run has not become better for a
 * while. The training loop counts, from the stretch's begin to its end.
 */
final class Stalls {
  private final Recipe.Moment begin;
  private final Recipe.@Nullable Moment end;
  private final NetContext context;

  /**
   * @param end null where the stretch takes the rest of the run
   */
  Stalls(Recipe.Moment begin, Recipe.@Nullable Moment end, NetContext context) {
    this.begin = begin;
    this.end = end;
    this.context = context;
  }

  Builtin builtin() {
    return new Builtin(
        "stalls", List.of("measure", "patience", "threshold", "cooldown"), 1, this::count);
  }

  private Value count(Builtin.Call call) {
    Measures measures = context.measures();
    if (!(call.value("measure") instanceof Value.Measure measure) || measures == null) {
      throw Mistake.of(
          Code.R404,
          call.spanOf("measure"),
          "a measure of the run is wanted here, and this is " + call.value("measure").kind(),
          "such as `valid.loss`, or `train.loss` where no rows validate");
    }
    int number =
        measures.number(
            new Recipe.Plateau(
                measure.set(),
                measure.name(),
                whole(call, "patience", 10),
                part(call),
                whole(call, "cooldown", 0),
                begin,
                end));
    return new Value.Tensor(Schedules.host("stalls:" + number, call.span()));
  }

  private static int whole(Builtin.Call call, String name, int otherwise) {
    double number = call.number(name, otherwise);
    if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
      throw Mistake.of(
          Code.R404,
          call.spanOf(name),
          "`" + name + "` is a whole number of epochs, and this is " + Coerce.plain(number),
          "such as `" + name + " = " + otherwise + "`");
    }
    return (int) number;
  }

  private static double part(Builtin.Call call) {
    double threshold = call.number("threshold", 1e-4);
    if (!(threshold >= 0 && threshold < 1)) {
      throw Mistake.of(
          Code.R404,
          call.spanOf("threshold"),
          "`threshold` is a part of the best value, from 0 to 1, and this is "
              + Coerce.plain(threshold),
          "such as `threshold = 1e-4`");
    }
    return threshold;
  }
}
