package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Storage;

/** A tensor outside of a graph. */
public record Place(Storage storage, String name) {}
