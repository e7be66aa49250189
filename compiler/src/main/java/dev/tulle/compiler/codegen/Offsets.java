package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.Placed;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where tensors begin, as constants of a generated class: {@code DENSE1_W_AT}. Of what grows with
 * the rows of a batch the constant says how many floats a row come before.
 */
final class Offsets {
  /** What a constant is for: tensors that lie in one place under one name share it. */
  private record Key(String words, Place.Region region, long fixed, long perRow) {}

  /**
   * @param words what the tensor is called
   * @param maker the first kernel that writes it, or nothing
   * @param size how much there is of it
   */
  private record Constant(String name, long value, String words, String maker, String size) {}

  private final KernelNames names;
  private final Identifiers.Taken taken;
  private final boolean fixed;
  private final String capacity;
  private final Map<Key, Constant> constants = new LinkedHashMap<>();
  private final Map<Place.Region, Map<Long, String>> placed = new HashMap<>();

  /**
   * @param taken names of other members
   * @param fixed whether the workspace has a part, {@code FIXED} floats, that does not grow with
   *     the rows
   * @param capacity the expression of the most rows that the workspace holds
   */
  Offsets(KernelNames names, Collection<String> taken, boolean fixed, String capacity) {
    this.names = names;
    this.taken = new Identifiers.Taken(taken);
    this.fixed = fixed;
    this.capacity = capacity;
  }

  /** Names tensors of the class's own that lie side by side. */
  void place(Place.Region region, Placed tensors) {
    Map<Long, String> own = placed.computeIfAbsent(region, r -> new HashMap<>());
    for (Placed.Entry entry : tensors.entries()) {
      String path = entry.tensor().path();
      String name = unique(Words.of(path));
      own.put(entry.offset(), name);
      constants.put(
          new Key(path, region, entry.offset(), 0),
          new Constant(name, entry.offset(), path, "", entry.tensor().shape().toString()));
    }
  }

  /** Takes names of tensors from the class that has declared them. */
  void use(Place.Region region, String owner, Offsets declared) {
    Map<Long, String> own = placed.computeIfAbsent(region, r -> new HashMap<>());
    declared
        .placed
        .getOrDefault(Place.Region.WEIGHTS, Map.of())
        .forEach((offset, name) -> own.put(offset, owner + "." + name));
  }

  /** The constant of a tensor that {@link #place} has named. */
  String placed(Place.Region region, long offset) {
    return placed.getOrDefault(region, Map.of()).getOrDefault(offset, Long.toString(offset));
  }

  /** As {@link #of(Buffer, Place, String)}, of a buffer that a kernel was called with before. */
  String of(Buffer buffer, Place place) {
    return of(buffer, place, "");
  }

  /**
   * The first float of a buffer, as an {@code int} expression of the capacity and, in a loop, its
   * turn.
   *
   * @param maker what the kernel that writes it is called; nothing where none does
   */
  String of(Buffer buffer, Place place, String maker) {
    return sum(whole(buffer.base(), place, maker, capacity), buffer);
  }

  /**
   * As {@link #of(Buffer, Place, String)}, for a strip of the rows: of what lies for all rows,
   * where the first row of the strip begins.
   */
  String ofStrip(Buffer buffer, Place place, String maker) {
    String room = capacity.equals("rows") ? Steps.StripLoop.ALL : capacity;
    return ofSome(buffer, place, maker, room, Steps.StripLoop.ALL);
  }

  /**
   * As {@link #of(Buffer, Place, String)}, for some of the rows: of what lies for all rows, where
   * the first of these begins.
   */
  String ofRows(Buffer buffer, Place place, String maker) {
    return ofSome(buffer, place, maker, capacity, "this.rows");
  }

  /**
   * @param room how many rows there is room for
   * @param all how many rows there are in all, of which {@code rows} are some
   */
  private String ofSome(Buffer buffer, Place place, String maker, String room, String all) {
    List<String> terms = Sizes.terms(whole(buffer.base(), place, maker, room));
    buffer.starts().forEach(s -> terms.add(Sizes.of(s).replaceAll("\\brows\\b", all)));
    Size count = buffer.stretch().count();
    if (place.region() == Place.Region.WORKSPACE && isPerRow(count)) {
      Sizes.addTerm(terms, Steps.RowLoop.FIRST, count.dividedBy(Size.ROWS));
    }
    return Sizes.sum(terms);
  }

  private static String sum(String whole, Buffer buffer) {
    List<String> terms = Sizes.terms(whole);
    buffer.starts().forEach(s -> terms.add(Sizes.of(s)));
    return Sizes.sum(terms);
  }

  private String whole(Buffer buffer, Place place, String maker, String capacity) {
    if (place.region() == Place.Region.PANELS) {
      return constant(names.of(buffer), place, false, buffer.count(), "");
    }
    if (place.region() != Place.Region.WORKSPACE && place.region() != Place.Region.STRIP) {
      return placed(place.region(), place.fixed());
    }
    boolean rows = isPerRow(buffer.count());
    String name = constant(names.of(buffer), place, rows, buffer.count(), maker);
    if (place.region() == Place.Region.STRIP) {
      return grown("PER_ROW", capacity) + " + " + name + " * rows";
    }
    return rows ? grown(name, capacity) : name;
  }

  /** The first row of an input or target. */
  String port(String name, long perRow, Size count) {
    Place place = new Place(Place.Region.WORKSPACE, 0, perRow);
    return grown(constant(Words.of(name), place, true, count, ""), capacity);
  }

  private String grown(String perRow, String capacity) {
    return (fixed ? "FIXED + " : "") + perRow + " * " + capacity;
  }

  private String constant(String words, Place place, boolean rows, Size count, String maker) {
    Key key = new Key(words, place.region(), place.fixed(), place.perRow());
    return constants
        .computeIfAbsent(
            key,
            k ->
                new Constant(
                    unique(words),
                    rows ? place.perRow() : place.fixed(),
                    Words.camel(words),
                    maker,
                    rows ? perRow(count, place) : floats(count)))
        .name();
  }

  private static String perRow(Size count, Place place) {
    String row = place.region() == Place.Region.STRIP ? " a row of a strip" : " a row";
    return isPerRow(count) ? floats(count.dividedBy(Size.ROWS)) + row : floats(count);
  }

  private static boolean isPerRow(Size count) {
    return count.symbols().contains(Symbol.ROWS);
  }

  private static String floats(Size count) {
    return count.isOne() ? "a float" : Sizes.of(count) + " floats";
  }

  private String unique(String words) {
    return taken.numbered(Words.constant(words), "_AT");
  }

  /**
   * Writes the constants of a region.
   *
   * @param isPrivate whether no other generated class uses them
   */
  void declare(Members members, Place.Region region, boolean isPrivate) {
    Map<String, Long> sharing =
        constants.values().stream()
            .collect(Collectors.groupingBy(Constant::words, Collectors.counting()));
    constants.forEach(
        (key, constant) -> {
          if (key.region() == region) {
            members.field(
                isPrivate ? "private static final" : "static final",
                "int",
                constant.name(),
                Long.toString(constant.value()),
                doc(constant, sharing.getOrDefault(constant.words(), 1L) == 1));
          }
        });
  }

  /**
   * Tensors of one name are told apart by who makes them.
   *
   * @param alone whether no other tensor has the name
   */
  private static String doc(Constant constant, boolean alone) {
    String maker = alone || constant.maker().isEmpty() ? "" : ", made by " + constant.maker();
    return "{@code %s}%s: %s.".formatted(constant.words(), maker, constant.size());
  }
}
