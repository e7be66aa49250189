package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a place of the text can see: its own, then those of the scope around it. */
class Scope {
  private final @Nullable Scope parent;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Span> unread = new LinkedHashMap<>();
  private @Nullable Rest rest;

  /** What `...` stands for, the tensor that fixed it and where that was given. */
  record Rest(List<Dim> axes, Typed fixedBy, Span place) {}

  Scope(@Nullable Scope parent) {
    this.parent = parent;
  }

  /** Binds a name here; an outer one of that name is hidden. */
  void bind(String name, Value value) {
    values.put(name, value);
  }

  /** What a declaration finds that is read while it is evaluated. */
  static Value circle(String name, Span where) {
    return new Value.Deferred(
        () -> {
          throw Mistake.of(
              Code.N105,
              where,
              "`" + name + "` is computed from itself",
              "give it a value of its own");
        });
  }

  /** As {@link #bind}, for a name that somebody should read. */
  void bindWatched(String name, Value value, Span where) {
    bind(name, value);
    unread.put(name, where);
  }

  /** The file that this scope lies in, or null for the compiler's own names. */
  @Nullable ModuleScope module() {
    return this instanceof ModuleScope module ? module : parent == null ? null : parent.module();
  }

  boolean declares(String name) {
    return values.containsKey(name);
  }

  /** The value of a name, or null where nothing declares it. */
  @Nullable Value find(String name) {
    Value own = values.get(name);
    if (own == null) {
      return parent == null ? null : parent.find(name);
    }
    unread.remove(name);
    if (own instanceof Value.Deferred deferred) {
      own = deferred.maker().get();
      values.put(name, own);
    }
    return own;
  }

  /** Takes a name as read without reading it. */
  void touch(String name) {
    if (values.containsKey(name)) {
      unread.remove(name);
    } else if (parent != null) {
      parent.touch(name);
    }
  }

  /** Names bound with {@link #bindWatched} that nothing has asked for. */
  Map<String, Span> unread() {
    return unread;
  }

  /** Every name that can be seen from here, for the search of near names. */
  Set<String> visibleNames() {
    var names = new LinkedHashSet<>(values.keySet());
    if (parent != null) {
      names.addAll(parent.visibleNames());
    }
    return names;
  }

  /** What `...` stands for in the definition around, or null where no type had it yet. */
  @Nullable List<Dim> rest() {
    Rest known = knownRest();
    return known == null ? null : known.axes();
  }

  /** As {@link #rest}, with its origin. */
  @Nullable Rest knownRest() {
    return rest != null || parent == null ? rest : parent.knownRest();
  }

  void bindRest(List<Dim> axes, Typed fixedBy, Span place) {
    rest = new Rest(List.copyOf(axes), fixedBy, place);
  }
}
