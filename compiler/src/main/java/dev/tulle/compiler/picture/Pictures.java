package dev.tulle.compiler.picture;

import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes pictures of nets. */
public final class Pictures {
  private final TypedNet net;
  private final boolean losses;
  private final Claims claims;
  private final Set<String> ids = new HashSet<>();
  private final Set<Picture.Edge> edges = new LinkedHashSet<>();
  private final Map<Typed, Integer> results = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private Pictures(TypedNet net, boolean losses) {
    this.net = net;
    this.losses = losses;
    this.claims = new Claims(losses);
  }

  /**
   * The picture of a net with nothing folded.
   *
   * @param losses whether targets and losses are drawn, and layers that training alone needs
   */
  public static Picture of(TypedNet net, boolean losses) {
    return new Pictures(net, losses).picture();
  }

  private Picture picture() {
    var items = new ArrayList<Picture.Item>();
    Set<Typed> needed = needed();
    net.inputs().forEach(port -> items.add(port(port, Picture.Kind.INPUT)));
    if (losses) {
      net.targets().forEach(port -> items.add(port(port, Picture.Kind.TARGET)));
    }
    List<Draft> ended =
        Draft.ofEnded(net.layers().stream().filter(l -> needed.contains(l.to())).toList());
    List<Draft> roots = Draft.nested(ended);
    roots.forEach(this::name);
    ended.forEach(this::claim);
    roots.forEach(draft -> item(draft).forEach(items::add));
    for (TypedNet.Output output : net.outputs()) {
      items.add(end(Picture.Kind.OUTPUT, output.name(), output.value(), output.span()));
    }
    if (losses) {
      for (TypedNet.Loss loss : net.losses()) {
        items.add(end(Picture.Kind.LOSS, loss.name(), loss.value(), loss.span()));
      }
    }
    return new Picture(net.module(), net.name(), items, List.copyOf(edges));
  }

  /** What the results that are drawn are computed from. */
  private Set<Typed> needed() {
    Set<Typed> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream<Typed> outputs = net.outputs().stream().map(TypedNet.Output::value);
    Stream<Typed> terms = losses ? net.losses().stream().map(TypedNet.Loss::value) : Stream.of();
    Deque<Typed> open = new ArrayDeque<>(Stream.concat(outputs, terms).toList());
    while (!open.isEmpty()) {
      Typed next = open.pop();
      if (seen.add(next)) {
        open.addAll(Claims.reads(next, losses));
      }
    }
    return seen;
  }

  private Picture.Node port(TypedNet.Port port, Picture.Kind kind) {
    String id = unique(port.name());
    claims.made(port.leaf(), id);
    return new Picture.Node(id, kind, port.name(), port.name(), 0, 1, port.span().line());
  }

  private void name(Draft draft) {
    draft.id = unique(draft.text.path());
    draft.parts.forEach(this::name);
    draft.node = draft.parts.isEmpty() ? draft.id : unique(draft.id + ".join");
  }

  private String unique(String path) {
    String id = path;
    for (int i = 2; !ids.add(id); i++) {
      id = path + "." + i;
    }
    return id;
  }

  private void claim(Draft draft) {
    String id = draft.node;
    draft.claim = claims.claim(draft.results, id);
    if (draft.parts.isEmpty() && draft.claim.own() == 0 && !draft.isFormula()) {
      // It gives on what it gets, and who comes behind it is to be drawn behind it.
      draft.results.forEach(result -> claims.made(result, id));
    }
    if (draft.parts.isEmpty() || draft.claim.own() > 0) {
      connect(draft.claim, id);
    }
  }

  private void connect(Claims.Claim claim, String to) {
    for (Claims.Source source : claim.sources()) {
      int result =
          results.computeIfAbsent(
              source.tensor(), tensor -> counts.merge(source.maker(), 1, Integer::sum) - 1);
      edges.add(new Picture.Edge(source.maker(), result, to, ShapeText.of(source.tensor().type())));
    }
  }

  /** A layer as a node, or as a block around its parts; a formula that computes nothing is none. */
  private List<Picture.Item> item(Draft draft) {
    TypedNet.Layer text = draft.text;
    int line = text.span().line();
    if (draft.parts.isEmpty()) {
      Picture.Kind kind = draft.isFormula() ? Picture.Kind.FORMULA : Picture.Kind.LAYER;
      return draft.isFormula() && draft.claim.own() == 0
          ? List.of()
          : List.of(
              new Picture.Node(
                  draft.id, kind, text.path(), text.call(), draft.claim.parameters(), 1, line));
    }
    var items = new ArrayList<Picture.Item>();
    draft.parts.forEach(part -> items.addAll(item(part)));
    if (draft.claim.own() > 0) {
      items.add(
          new Picture.Node(
              draft.node,
              Picture.Kind.JOIN,
              text.path(),
              sign(draft.results.get(0), text.call()),
              draft.claim.parameters(),
              1,
              line));
    }
    return List.of(new Picture.Block(draft.id, text.path(), text.call(), items, 1, line));
  }

  /** How a block joins its parts: the sign of the last operation, else the block's own text. */
  private static String sign(Typed result, String call) {
    if (result.form() instanceof Typed.Form.Elementwise elementwise
        && elementwise.arguments().size() == 2) {
      ScalarFunction function = elementwise.function();
      if (function == ScalarFunction.ADD) {
        return "+";
      } else if (function == ScalarFunction.MULTIPLY) {
        return "×";
      } else if (function == ScalarFunction.SUBTRACT) {
        return "−";
      }
    }
    return call;
  }

  private Picture.Node end(Picture.Kind kind, String name, Typed value, Span span) {
    String id = unique(name);
    Claims.Claim claim = claims.claim(List.of(value), id);
    connect(claim, id);
    String text = span.text().strip().replaceAll("\\s+", " ");
    String formula = text.substring(text.indexOf('=') + 1).strip();
    return new Picture.Node(
        id,
        kind,
        name,
        kind == Picture.Kind.OUTPUT ? name : formula,
        claim.parameters(),
        1,
        span.line());
  }
}
