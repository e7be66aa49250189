package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists of numbers that the compiler knows, such as the sides of a window. */
final class Lists {
  /** More axes has nothing. */
  private static final int MOST = 1_000;

  private Lists() {}

  /** Whether a value is a list. */
  static boolean isList(Value value) {
    return value instanceof Value.Sequence;
  }

  /** Adds a value to the elements of a list; a list inside stands for its elements. */
  static void splice(Value value, List<Value> elements) {
    if (value instanceof Value.Sequence inner) {
      elements.addAll(inner.elements());
    } else {
      elements.add(value);
    }
  }

  /** Applies a function element by element; what is no list goes with every element. */
  static Value apply(ScalarFunction function, List<Value> arguments, List<Span> spans, Span span) {
    int length = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (!(arguments.get(i) instanceof Value.Sequence list)) {
        continue;
      }
      if (length >= 0 && list.elements().size() != length) {
        throw Mistake.of(
            Code.T213,
            spans.get(i),
            "lists of " + length + " and " + list.elements().size() + " do not go together",
            "both have one element for each axis");
      }
      length = list.elements().size();
    }
    var results = new ArrayList<Value>();
    for (int e = 0; e < length; e++) {
      var each = new ArrayList<Value>();
      for (Value argument : arguments) {
        each.add(argument instanceof Value.Sequence list ? list.elements().get(e) : argument);
      }
      results.add(Elementwise.apply(function, each, spans, span));
    }
    return new Value.Sequence(results);
  }

  /** The element of a list at a position from 0 on. */
  static Value element(Value.Sequence list, Value position, Span span) {
    double at = Coerce.number(position, span);
    int count = list.elements().size();
    if (at != Math.rint(at) || at < 0 || at >= count) {
      throw Mistake.of(
          Code.T209,
          span,
          "a list of " + count + " has no element " + Coerce.plain(at),
          "its elements are counted from 0");
    }
    return list.elements().get((int) at);
  }

  /**
   * {@code each(value, times, least)}: a number so many times, or a list that has that many
   * already; with {@code least}, of whole numbers from there on.
   */
  static Value each(Builtin.Call call) {
    Value value = call.value("value");
    Span span = call.spanOf("value");
    double times = call.number("times", 0);
    if (times != Math.rint(times) || times < 0 || times > MOST) {
      throw Mistake.of(
          Code.T213,
          call.spanOf("times"),
          "`times` is a whole number from 0 on, and this is " + Coerce.plain(times),
          "say how many there are, such as `each(value, 2)`");
    }
    List<Value> elements =
        value instanceof Value.Sequence list
            ? list.elements()
            : Collections.nCopies((int) times, value);
    if (elements.size() != times) {
      throw Mistake.of(
          Code.T213,
          span,
          "this is a list of "
              + elements.size()
              + ", and "
              + Coerce.plain(times)
              + (times == 1 ? " number is wanted" : " numbers are wanted"),
          "give a number for each of them, or a single number for all");
    }
    for (Value element : elements) {
      double number = Coerce.number(element, span);
      double least = call.number("least", number);
      if (number < least || call.has("least") && number != Math.rint(number)) {
        throw Mistake.of(
            Code.T213,
            span,
            "a whole number from "
                + Coerce.plain(least)
                + " on is wanted here, and this is "
                + Coerce.plain(number),
            "take " + Coerce.plain(Math.max(Math.ceil(least), Math.rint(number))) + " here");
      }
    }
    return new Value.Sequence(List.copyOf(elements));
  }
}
