package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one net gathers while it is elaborated: parameters, states and updates. */
final class NetContext {
  /**
   * A parameter or state.
   *
   * @param initial its first value: a number, {@link Value.Distribution} or a tensor expression
   */
  record Stored(String path, Typed leaf, Typed initial, boolean state, Span span) {}

  private final DiagnosticSink sink;
  private final boolean augments;
  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private final Map<String, Typed> updates = new LinkedHashMap<>();
  private final Map<Typed, Declaration.Definition> makers = new IdentityHashMap<>();
  private final Layers layers = new Layers();
  private final OpenCalls calls = new OpenCalls();
  private final List<Diagnostic> reported = new ArrayList<>();
  private final Set<Value.Schedule> schedules = new LinkedHashSet<>();
  private boolean broken;
  private @Nullable Measures measures;

  NetContext(DiagnosticSink sink) {
    this(sink, false);
  }

  private NetContext(DiagnosticSink sink, boolean augments) {
    this.sink = sink;
    this.augments = augments;
  }

  /** For what is done to rows of training before the net sees them: no part of the net. */
  static NetContext ofAugmentation(DiagnosticSink sink) {
    return new NetContext(sink, true);
  }

  /** Whether this is about rows of training before the net sees them. */
  boolean augments() {
    return augments;
  }

  void report(Mistake mistake) {
    Diagnostic diagnostic = mistake.diagnostic();
    broken = true;
    if (diagnostic != null) {
      reported.add(diagnostic);
      sink.report(diagnostic);
    }
  }

  /**
   * As {@link #report}, for a mistake in the body of a definition: one that is called several times
   * has it each time, and the first call is enough to say so.
   */
  void reportOnce(Mistake mistake) {
    Diagnostic diagnostic = mistake.diagnostic();
    Span place = diagnostic == null ? null : diagnostic.primary();
    boolean known = diagnostic != null && place != null && sink.hasAt(diagnostic.code(), place);
    report(known ? Mistake.reported() : mistake);
  }

  /**
   * As {@link #report}, but silent where the net has the same mistake in what is called the same: a
   * metric reads the tensors that the loss reads, and one cause is one error.
   */
  void reportUnlessKnown(Mistake mistake) {
    Diagnostic diagnostic = mistake.diagnostic();
    boolean known = diagnostic != null && reported.stream().anyMatch(d -> alike(d, diagnostic));
    report(known ? Mistake.reported() : mistake);
  }

  private static boolean alike(Diagnostic one, Diagnostic other) {
    return one.code() == other.code()
        && one.primary() != null
        && other.primary() != null
        && one.primary().text().equals(other.primary().text());
  }

  /** Lets the text name what the run of a recipe measures. */
  void measures(Measures ofRecipe) {
    measures = ofRecipe;
  }

  /** What a run measures, or null outside of a recipe. */
  @Nullable Measures measures() {
    return measures;
  }

  /** Keeps a schedule that an optimizer of the recipe follows. */
  void follow(Value.Schedule schedule) {
    schedules.add(schedule);
  }

  /** The schedules of the recipe, each once. */
  Set<Value.Schedule> schedules() {
    return schedules;
  }

  /** Whether something is missing from the net since it could not be made. */
  boolean broken() {
    return broken;
  }

  DiagnosticSink sink() {
    return sink;
  }

  /** Parameters and states in the order of their first use. */
  List<Stored> stored() {
    return new ArrayList<>(stored.values());
  }

  @Nullable Stored stored(String path) {
    return stored.get(path);
  }

  Set<String> paths() {
    return new TreeSet<>(stored.keySet());
  }

  void add(Stored entry) {
    stored.put(entry.path(), entry);
  }

  Map<String, Typed> updates() {
    return updates;
  }

  /** What the net's tensors go through. */
  Layers layers() {
    return layers;
  }

  OpenCalls calls() {
    return calls;
  }

  /** Notes which function gave a tensor. */
  void made(Typed result, Declaration.Definition function) {
    makers.putIfAbsent(result, function);
  }

  /** The function that gave a tensor, or null. */
  Declaration.@Nullable Definition maker(Typed result) {
    return makers.get(result);
  }
}
