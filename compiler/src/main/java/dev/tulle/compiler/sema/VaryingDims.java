package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dims of a net that vary from call to call: the arrays of inputs must say how long each is.
 */
final class VaryingDims {
  private final NetContext context;

  VaryingDims(NetContext context) {
    this.context = context;
  }

  void check(
      List<TypedNet.Port> inputs,
      List<TypedNet.Port> targets,
      List<TypedNet.Output> outputs,
      List<TypedNet.Loss> losses) {
    try {
      inputs.forEach(i -> ofOneDim(i.name(), i.leaf()));
      targets.forEach(t -> ofOneDim(t.name(), t.leaf()));
      outputs.forEach(o -> ofOneDim(o.name(), o.value()));
      Set<Dim.Atom> said = new LinkedHashSet<>();
      find(inputs, said);
      outputs.forEach(o -> known(o.value(), said, "input"));
      find(targets, said);
      losses.forEach(l -> known(l.value(), said, "input or target"));
      sameNames(said);
    } catch (Mistake mistake) {
      context.report(mistake);
    }
  }

  /** An axis of a port is a multiple of one dim, and a number besides. */
  private static void ofOneDim(String name, Typed node) {
    for (Dim axis : node.type().axes()) {
      List<Dim.Term> terms = axis.added().stream().filter(t -> !t.dims().isEmpty()).toList();
      if (terms.size() > 1 || terms.stream().anyMatch(t -> t.dims().size() > 1)) {
        throw Mistake.of(
            Code.T218,
            node.span(),
            "`"
                + name
                + "` has an axis of `"
                + axis
                + "`, which is made of several lengths that vary",
            "give each length an axis of its own, as in `reshape([s, t])`");
      }
    }
  }

  /** Adds the dims that ports say one after the other. */
  private static void find(List<TypedNet.Port> ports, Set<Dim.Atom> said) {
    boolean more = true;
    while (more) {
      more = false;
      for (TypedNet.Port port : ports) {
        var open = new LinkedHashSet<Dim.Atom>();
        int axes = 0;
        boolean whole = true;
        for (Dim axis : port.leaf().type().axes()) {
          Set<Dim.Atom> own = axis.varying();
          if (!own.isEmpty() && !said.containsAll(own)) {
            open.addAll(own);
            axes++;
            whole &= axis.added().size() == 1;
          }
        }
        // Of two axes that are open, or of a sum, the number of elements says nothing.
        if (axes == 1 && whole) {
          said.addAll(open);
          more = true;
        }
      }
    }
  }

  private void known(Typed value, Set<Dim.Atom> said, String ports) {
    for (Typed node : TypedWalk.reachable(value)) {
      for (Dim.Atom dim : lengths(node)) {
        if (!said.contains(dim)) {
          Span declared = dim.declared();
          Diagnostic diagnostic =
              Diagnostic.error(
                  Code.T218,
                  node.site(),
                  "no " + ports + " says how long `" + dim.name() + "` is",
                  "give an "
                      + ports.replaceFirst(" .*", "")
                      + " an axis of it: `input x: ["
                      + dim.name()
                      + ", …]`; of two lengths that vary in one input another input says one");
          throw new Mistake(
              declared == null ? diagnostic : diagnostic.withRelated(declared, "it varies"));
        }
      }
    }
  }

  private static Set<Dim.Atom> lengths(Typed node) {
    var found = new LinkedHashSet<Dim.Atom>();
    node.type().axes().forEach(a -> found.addAll(a.varying()));
    if (node.form() instanceof Typed.Form.Length length) {
      found.addAll(length.dim().varying());
    }
    return found;
  }

  /** Two dims of one name, of two files, would be one in the generated code. */
  private static void sameNames(Set<Dim.Atom> said) {
    for (Dim.Atom dim : said) {
      for (Dim.Atom other : said) {
        Span declared = dim.declared();
        Span there = other.declared();
        if (dim != other && dim.name().equals(other.name()) && declared != null && there != null) {
          throw new Mistake(
              Diagnostic.error(
                      Code.T218,
                      declared,
                      "two dims that vary are called `" + dim.name() + "` in one net",
                      "rename one of them, or import it from the other file")
                  .withRelated(there, "the other"));
        }
      }
    }
  }
}
