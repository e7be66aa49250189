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
  private final Map<Key, String> errors = new LinkedHashMap<>();

  /** Keeps an answer, and says on standard error where it is a new error. */
  void add(Key key, Answer answer) {
    String error = answer.error();
    if (error.isEmpty()) {
      answers.computeIfAbsent(key, k -> new ArrayList<>()).add(answer);
    } else if (!error.equals(Answer.LACKS) && errors.put(key, error) == null) {
      System.err.println(said(key, error));
    }
  }

  /** What went wrong: a sentence for each question, with the last error that it had. */
  List<String> errors() {
    return errors.entrySet().stream().map(e -> said(e.getKey(), e.getValue())).toList();
  }

  private static String said(Key key, String error) {
    String threads = key.threads() == 1 ? "one thread" : key.threads() + " threads";
    return "%s, `%s` of %s, %s: %s"
        .formatted(key.contestant(), key.task().word(), key.model(), threads, error);
  }

  /** The median over the rounds of a number of the answers; NaN where there are none. */
  double number(Key key, String number) {
    double[] values =
        answers.getOrDefault(key, List.of()).stream().mapToDouble(a -> a.number(number)).toArray();
    return values.length == 0 ? Double.NaN : TulleContestant.median(values);
  }

  boolean has(Key key) {
    return answers.containsKey(key);
  }

  /** Names of contestants that answered a question of a task, in the order in which they came. */
  List<String> contestants(int threads, Task task) {
    return answers.keySet().stream()
        .filter(key -> key.threads() == threads && key.task() == task)
        .map(Key::contestant)
        .distinct()
        .toList();
  }
}
