package dev.tulle.training.data;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows one by one and puts their values into columns. */
final class RowCollector {
  private final Map<String, List<Object>> values = new LinkedHashMap<>();
  private int rows;

  private RowCollector() {}

  static Rows maps(Iterator<? extends Map<String, ?>> rows) {
    RowCollector collector = new RowCollector();
    while (rows.hasNext()) {
      collector.add(rows.next());
    }
    return collector.collected();
  }

  static Rows records(Iterator<? extends Record> rows) {
    RowCollector collector = new RowCollector();
    Class<?> type = Record.class;
    List<RecordComponent> components = List.of();
    while (rows.hasNext()) {
      Record row = rows.next();
      if (collector.rows == 0) {
        type = row.getClass();
        components = components(type);
      } else if (row.getClass() != type) {
        throw new DataException(
            "D304",
            Rows.place(collector.rows)
                + " is a "
                + row.getClass().getSimpleName()
                + ", and "
                + Rows.place(0)
                + " a "
                + type.getSimpleName(),
            "all rows are of one record class");
      }
      collector.add(values(row, components));
    }
    return collector.collected();
  }

  private static List<RecordComponent> components(Class<?> type) {
    List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
    try {
      components.forEach(component -> component.getAccessor().setAccessible(true));
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "the record "
              + type.getName()
              + " cannot be read from outside of its module; let the module say `opens "
              + type.getPackageName()
              + "`, or give the rows as maps",
          e);
    }
    return components;
  }

  private static Map<String, @Nullable Object> values(
      Record row, List<RecordComponent> components) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      try {
        values.put(component.getName(), component.getAccessor().invoke(row));
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  private void add(Map<String, ? extends @Nullable Object> row) {
    if (rows == 0) {
      row.keySet().forEach(name -> values.put(name, new ArrayList<>()));
    }
    for (String name : row.keySet()) {
      if (!values.containsKey(name)) {
        throw new DataException(
            "D303",
            Rows.place(rows) + " has a value for `" + name + "`, and " + Rows.place(0) + " has not",
            "every row has the same names");
      }
    }
    values.forEach((name, column) -> column.add(value(name, row.get(name), column)));
    rows++;
  }

  /** Numbers as doubles, texts as strings, several numbers as an array of floats or doubles. */
  private Object value(String name, @Nullable Object value, List<Object> column) {
    if (value == null) {
      throw new DataException(
          "D304", Rows.place(rows) + " has no value for `" + name + "`", "give every row a value");
    }
    Object plain = plain(value);
    if (plain == null) {
      throw new DataException(
          "D304",
          Rows.place(rows) + ": `" + name + "` is a " + value.getClass().getSimpleName(),
          "a value is a number, a text, or an array of floats, doubles or ints");
    }
    if (!column.isEmpty() && column.get(0).getClass() != plain.getClass()) {
      throw new DataException(
          "D304",
          Rows.place(rows)
              + ": `"
              + name
              + "` is "
              + described(plain)
              + ", but "
              + described(column.get(0))
              + " in "
              + Rows.place(0),
          "every row has the same kind of value");
    }
    return plain;
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    } else if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof Boolean) {
      return value.toString();
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).asDoubleStream().toArray();
    }
    return value instanceof float[] || value instanceof double[] ? value : null;
  }

  private static String described(Object plain) {
    return plain instanceof Double
        ? "a number"
        : plain instanceof String ? "a text" : "an array of " + plain.getClass().componentType();
  }

  private Rows collected() {
    if (rows == 0) {
      throw new DataException("D304", "there are no rows", "training needs some");
    }
    Rows collected = new Rows();
    for (Map.Entry<String, List<Object>> column : values.entrySet()) {
      collected = collected.plus(block(column.getKey(), column.getValue()).asOptional());
    }
    return collected;
  }

  private static Block block(String name, List<Object> values) {
    Object first = values.get(0);
    if (first instanceof Double) {
      return Blocks.of(name, values.stream().mapToDouble(Double.class::cast).toArray());
    } else if (first instanceof String) {
      return Blocks.of(name, values.toArray(String[]::new));
    } else if (first instanceof float[]) {
      return Blocks.of(name, values.toArray(float[][]::new));
    }
    return Blocks.of(name, values.toArray(double[][]::new));
  }
}
