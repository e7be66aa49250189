package dev.tulle.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all contestants answered, round by round. */
final class Results {
  /** What was asked of whom. */
  record Key(int threads, Task task, String model, String contestant) {}

  private final Map<Key, List<Answer>> answers = new LinkedHashMap<>();

  void add(Key key, Answer answer) {
    if (answer.error().isEmpty()) {
      answers.computeIfAbsent(key, k -> new ArrayList<>()).add(answer);
    }
  }

  /** The median over the rounds of a number of the answers; NaN where there are none. */
  double number(Key key, String number) {
    double[] values =
        answers.getOrDefault(key, List.of()).stream().mapToDouble(a -> a.number(number)).toArray();
    return values.length == 0 ? Double.NaN : TulleContestant.median(values);
  }

  /** Names of contestants that answered a question of a task, in the order in which they came. */
  List<String> contestants(Task task) {
    return answers.keySet().stream()
        .filter(key -> key.task() == task)
        .map(Key::contestant)
        .distinct()
        .toList();
  }
}
