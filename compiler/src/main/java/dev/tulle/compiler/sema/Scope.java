package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Name;
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
  private final Map<String, Span> places = new LinkedHashMap<>();
  private final Map<String, Fixed> fixed = new LinkedHashMap<>();
  private @Nullable Rest rest;

  /** The tensor that fixed a dim of a pattern, and where that was given. */
  record Fixed(Typed by, Span place) {}

  /** What `...` stands for, the tensor that fixed it and where that was given. */
  record Rest(List<Dim> axes, Typed fixedBy, Span place) {}

  Scope(@Nullable Scope parent) {
    this.parent = parent;
  }

  /** What is wrong where {@code ...} has no meaning yet, and what to do. */
  static final String NO_REST = "`...` stands for nothing here";

  static final String NO_REST_HELP = "the type of an input gives it a meaning: `input x: [..., n]`";

  /** Binds a name here; an outer one of that name is hidden. */
  void bind(String name, Value value) {
    values.put(name, value);
  }

  /** As {@link #bind(String, Value)}, for a name that the text declares at a place. */
  void bind(String name, Value value, Span where) {
    bind(name, value);
    places.putIfAbsent(name, where);
  }

  /** What to report where a name is declared here once more. */
  Mistake again(Name name, String message, String help) {
    Span first = places.get(name.text());
    Diagnostic diagnostic = Diagnostic.error(Code.N106, name.span(), message, help);
    return new Mistake(
        first == null ? diagnostic : diagnostic.withRelated(first, "the first time"));
  }

  /** Binds a name of a pattern to what a tensor has in its place. */
  void fix(String name, Dim dim, Typed by, Span place) {
    bind(name, Value.size(dim));
    fixed.put(name, new Fixed(by, place));
  }

  /** What fixed a name of a pattern here, or null. */
  @Nullable Fixed fixed(String name) {
    return fixed.get(name);
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
    bind(name, value, where);
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

  /** The value of a name as it is now: makes nothing, and does not count as reading it. */
  @Nullable Value peek(String name) {
    Value own = values.get(name);
    return own != null || parent == null ? own : parent.peek(name);
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

  /** The names that are bound here, not in a scope around. */
  Set<String> declared() {
    return values.keySet();
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
