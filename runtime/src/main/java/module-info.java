/**
 * What generated code links against.
 *
 * <p>The Vector API is no requirement of this module: the compiler of whoever requires it would
 * warn of an incubating module. Where the module of the Vector API is in the VM, {@link
 * dev.tulle.runtime.kernel.Simd} makes this one read it.
 */
module dev.tulle.runtime {
  /** For pictures alone: a program without them runs where this module is absent. */
  requires static transitive java.desktop;

  exports dev.tulle.runtime;
  exports dev.tulle.runtime.io;
  exports dev.tulle.runtime.json;
  exports dev.tulle.runtime.kernel;
  exports dev.tulle.runtime.kernel.vector;
  exports dev.tulle.runtime.recipe;
  exports dev.tulle.runtime.serving;
}
