package dev.tulle.runtime.recipe;

import dev.tulle.runtime.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A fitted column as JSON: an object whose member {@code is} names the kind. */
final class FittedColumnJson {
  /** Numbers of a row: a text of a few bytes must not ask for more memory than a picture's. */
  private static final int MOST = 1 << 24;

  private FittedColumnJson() {}

  static Map<String, Object> write(FittedColumn column) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (column instanceof FittedColumn.Source source) {
      json.put("is", "columns");
      if (isNumbered(source.columns())) {
        json.put("of", prefix(source.columns()));
        json.put("count", source.columns().size());
      } else {
        json.put("names", source.columns());
      }
    } else if (column instanceof FittedColumn.Symbols symbols) {
      json.put("is", "symbols");
      json.put("unit", symbols.unit().name());
      json.put("length", symbols.length());
      json.put("offset", symbols.offset());
    } else if (column instanceof FittedColumn.Sequence sequence) {
      json.put("is", "sequence");
      json.put("column", sequence.column());
      json.put("unit", sequence.unit().name());
    } else if (column instanceof FittedColumn.Number number) {
      json.put("is", "number");
      json.put("value", number.value());
    } else if (column instanceof FittedColumn.Arithmetic arithmetic) {
      json.put("is", "arithmetic");
      json.put("operator", arithmetic.operator().name());
      json.put("left", write(arithmetic.left()));
      json.put("right", write(arithmetic.right()));
    } else if (column instanceof FittedColumn.Mapped mapped) {
      json.put("is", "mapped");
      json.put("function", mapped.function().name());
      json.put("of", write(mapped.of()));
    } else if (column instanceof FittedColumn.Standardize standardize) {
      json.put("is", "standardize");
      json.put("of", write(standardize.of()));
      json.put("mean", standardize.mean());
      json.put("deviation", standardize.deviation());
    } else if (column instanceof FittedColumn.OneHot oneHot) {
      json.put("is", "one_hot");
      json.put("of", write(oneHot.of()));
      json.put("classes", oneHot.classes().stream().map(FittedColumnJson::write).toList());
    } else if (column instanceof FittedColumn.Classes classes) {
      json.put("is", "classes");
      json.put("of", write(classes.of()));
      json.put("dim", classes.dim());
      json.put("classes", write(classes.classes()));
    } else {
      throw new AssertionError(column);
    }
    return json;
  }

  /** Whether columns are numbered from 0, as the pixels of a picture are: {@code pixels[0]} …. */
  private static boolean isNumbered(List<String> columns) {
    return columns.size() > 1
        && columns.get(0).endsWith("[0]")
        && columns.equals(names(prefix(columns), columns.size()));
  }

  private static String prefix(List<String> columns) {
    return columns.get(0).substring(0, columns.get(0).length() - "[0]".length());
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "[" + i + "]").toList();
  }

  private static List<String> numbered(String prefix, long count) throws JsonException {
    if (count < 1 || count > MOST) {
      throw new JsonException(count + " columns");
    }
    return names(prefix, (int) count);
  }

  private static Map<String, Object> write(ClassNames classes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("names", classes.names());
    json.put("whole", classes.whole());
    if (classes.open()) {
      json.put("open", true);
    }
    return json;
  }

  static FittedColumn read(Object json) throws JsonException {
    Map<?, ?> object = as(Map.class, json);
    String kind = as(String.class, member(object, "is"));
    return switch (kind) {
      case "columns" ->
          new FittedColumn.Source(
              object.containsKey("count")
                  ? numbered(
                      as(String.class, member(object, "of")),
                      as(Long.class, member(object, "count")))
                  : all(String.class, member(object, "names")));
      case "symbols" -> symbols(object);
      case "sequence" ->
          new FittedColumn.Sequence(
              as(String.class, member(object, "column")),
              constant(Column.Unit.class, member(object, "unit")));
      case "number" -> new FittedColumn.Number(as(Double.class, member(object, "value")));
      case "arithmetic" -> arithmetic(object);
      case "mapped" ->
          new FittedColumn.Mapped(
              constant(Column.Function.class, member(object, "function")),
              read(member(object, "of")));
      case "standardize" -> standardize(object);
      case "one_hot" -> oneHot(object);
      case "classes" ->
          new FittedColumn.Classes(
              read(member(object, "of")),
              as(String.class, member(object, "dim")),
              classes(member(object, "classes")));
      default -> throw new JsonException("a column of the unknown kind `" + kind + "`");
    };
  }

  private static FittedColumn symbols(Map<?, ?> object) throws JsonException {
    long length = as(Long.class, member(object, "length"));
    long offset = as(Long.class, member(object, "offset"));
    if (length < 1 || length > MOST || offset < 0 || offset > Integer.MAX_VALUE) {
      throw new JsonException("windows of " + length + " symbols, " + offset + " further on");
    }
    return new FittedColumn.Symbols(
        constant(Column.Unit.class, member(object, "unit")), (int) length, (int) offset);
  }

  private static FittedColumn arithmetic(Map<?, ?> object) throws JsonException {
    FittedColumn left = read(member(object, "left"));
    FittedColumn right = read(member(object, "right"));
    require(left.width() == right.width() || left.width() == 1 || right.width() == 1);
    return new FittedColumn.Arithmetic(
        constant(Column.Operator.class, member(object, "operator")), left, right);
  }

  private static FittedColumn standardize(Map<?, ?> object) throws JsonException {
    FittedColumn of = read(member(object, "of"));
    List<Double> mean = all(Double.class, member(object, "mean"));
    List<Double> deviation = all(Double.class, member(object, "deviation"));
    require(!mean.isEmpty() && of.width() % mean.size() == 0 && mean.size() == deviation.size());
    return new FittedColumn.Standardize(of, mean, deviation);
  }

  private static FittedColumn oneHot(Map<?, ?> object) throws JsonException {
    FittedColumn of = read(member(object, "of"));
    List<ClassNames> classes = new ArrayList<>();
    for (Object item : as(List.class, member(object, "classes"))) {
      classes.add(classes(item));
    }
    require(classes.size() == of.width());
    return new FittedColumn.OneHot(of, classes);
  }

  private static ClassNames classes(Object json) throws JsonException {
    Map<?, ?> object = as(Map.class, json);
    return new ClassNames(
        all(String.class, member(object, "names")),
        as(Boolean.class, member(object, "whole")),
        object.containsKey("open") && as(Boolean.class, member(object, "open")));
  }

  private static <T> List<T> all(Class<T> type, Object json) throws JsonException {
    List<T> items = new ArrayList<>();
    for (Object item : as(List.class, json)) {
      items.add(as(type, item));
    }
    return items;
  }

  private static <T extends Enum<T>> T constant(Class<T> type, Object json) throws JsonException {
    String name = as(String.class, json);
    for (T constant : Objects.requireNonNull(type.getEnumConstants())) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new JsonException("`" + name + "` is unknown");
  }

  private static Object member(Map<?, ?> object, String name) throws JsonException {
    Object member = object.get(name);
    if (member == null) {
      throw new JsonException("`" + name + "` is missing");
    }
    return member;
  }

  private static <T> T as(Class<T> type, Object json) throws JsonException {
    if (!type.isInstance(json)) {
      throw new JsonException("a " + type.getSimpleName() + " was expected, not " + json);
    }
    return type.cast(json);
  }

  private static void require(boolean widthsAgree) throws JsonException {
    if (!widthsAgree) {
      throw new JsonException("the widths of a column and its statistics differ");
    }
  }
}
