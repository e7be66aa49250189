package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks that are open where code is written: which names they have, and for which values. */
final class Scope {
  private static final class Block {
    final Set<String> names = new HashSet<>();
    final IdentityHashMap<Value, String> scalars = new IdentityHashMap<>();
    final IdentityHashMap<Value, String> vectors = new IdentityHashMap<>();
  }

  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Set<String> outermost = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  /**
   * @param taken names that are declared around everything
   */
  Scope(Collection<String> taken) {
    outermost.addAll(taken);
    used.addAll(taken);
    enter();
  }

  /** A block begins: what it declares is forgotten at its end. */
  void enter() {
    blocks.push(new Block());
  }

  void leave() {
    blocks.pop();
  }

  /** The name, with a number behind it where an open block has it; from now on it is taken. */
  String local(String base) {
    String name = base;
    for (int i = 2; isTaken(name); i++) {
      name = Identifiers.another(base, i);
    }
    blocks.element().names.add(name);
    used.add(name);
    return name;
  }

  /** A name of a constant, which is declared before all blocks: no block has it or had it. */
  String constant(String base) {
    String name = base;
    for (int i = 2; !used.add(name); i++) {
      name = Identifiers.another(base, i);
    }
    outermost.add(name);
    return name;
  }

  private boolean isTaken(String name) {
    return outermost.contains(name) || blocks.stream().anyMatch(b -> b.names.contains(name));
  }

  @Nullable String scalar(Value value) {
    for (Block block : blocks) {
      String name = block.scalars.get(value);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  @Nullable String vector(Value value) {
    for (Block block : blocks) {
      String name = block.vectors.get(value);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  void bindScalar(Value value, String name) {
    blocks.element().scalars.put(value, name);
  }

  void bindVector(Value value, String name) {
    blocks.element().vectors.put(value, name);
  }
}
