package dev.tulle.runtime.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The classes of a column in the order of their indices.
 *
 * @param names one a class, without duplicates
 * @param whole whether they are whole numbers, so that a cell of {@code 1.0} means class {@code 1}
 * @param open whether the last is the class of every label that has none of its own
 */
public record ClassNames(List<String> names, boolean whole, boolean open) {
  /** What the class of all other labels is called. */
  private static final String UNKNOWN = "<unknown>";

  /** Whole numbers beyond this are not exact in a double. */
  private static final double EXACT = 0x1p53;

  public ClassNames {
    names = NameList.of(names);
  }

  /** Classes of which each has its own name. */
  public ClassNames(List<String> names, boolean whole) {
    this(names, whole, false);
  }

  /**
   * The labels that occur most often, and a last class for all others.
   *
   * @param occurrences how often each label occurs; of those that occur equally often the first
   *     ones by their characters are taken
   * @param count how many classes there are, the last one included
   */
  public static ClassNames ofFrequent(Map<String, Integer> occurrences, int count) {
    List<String> names =
        new ArrayList<>(
            occurrences.entrySet().stream()
                .filter(label -> !label.getKey().equals(UNKNOWN))
                .sorted(
                    Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count - 1)
                .map(Map.Entry::getKey)
                .sorted()
                .toList());
    names.add(UNKNOWN);
    return new ClassNames(names, false, true);
  }

  /**
   * The classes among some labels: whole numbers by value, texts by their characters. Whole numbers
   * that all lie below {@code count} are their own indices, whether each of them occurs or not.
   *
   * @param labels at least one
   * @param count how many classes are expected; 0 where any number is right
   */
  public static ClassNames of(Set<String> labels, int count) {
    if (!labels.stream().allMatch(label -> isWhole(Cells.parse(label)))) {
      return new ClassNames(labels.stream().sorted().toList(), false);
    }
    List<Long> values =
        labels.stream()
            .map(label -> (long) Cells.parse(label))
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    if (values.get(0) >= 0 && values.get(values.size() - 1) < count) {
      values = LongStream.range(0, count).boxed().toList();
    }
    return new ClassNames(values.stream().map(String::valueOf).toList(), true);
  }

  /** The index of a label's class, or -1 where there is none. */
  public int index(String label) {
    if (whole) {
      double value = Cells.parse(label);
      return isWhole(value) ? names.indexOf(Long.toString((long) value)) : -1;
    }
    int index = names.indexOf(label);
    return index < 0 && open ? names.size() - 1 : index;
  }

  /** The label of a number: {@code 3} rather than {@code 3.0}. */
  static String label(double value) {
    return isWhole(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT;
  }
}
