package dev.tulle.runtime.recipe;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** Names that never change, and are found at once: a text looks up each of its words. */
final class NameList extends AbstractList<String> implements RandomAccess {
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  private NameList(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < this.names.size(); i++) {
      places.putIfAbsent(this.names.get(i), i);
    }
  }

  static NameList of(List<String> names) {
    return names instanceof NameList list ? list : new NameList(names);
  }

  @Override
  public String get(int index) {
    return names.get(index);
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public int indexOf(Object name) {
    return places.getOrDefault(name, -1);
  }
}
