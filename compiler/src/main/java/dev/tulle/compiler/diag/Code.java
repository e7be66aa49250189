package dev.tulle.compiler.diag;

/**
 * The catalogue of diagnostics. A code is permanent: it is never given to another mistake.
 * Families: S syntax, N names, T shapes and types, D data, R recipe, G gradients.
 */
public enum Code {
  S001("a bracket that is not closed"),
  S002("a statement that lacks a name"),
  S003("text that does not fit the grammar"),
  S004("a comparison where a pipeline was meant"),
  S005("a character or literal that the language does not have"),
  S006("a file that cannot be read"),
  S007("an expression nested too deeply"),
  N101("a name that nothing declares"),
  N102("an argument that the callee does not take"),
  N103("a dim that is used once"),
  N104("a value that is never used"),
  N105("a block that contains itself"),
  N106("a name that is declared twice"),
  N107("an import that cannot be found"),
  N108("an argument that is missing or given twice"),
  N109("a dim without a size"),
  N110("a file without what the command needs"),
  N111("a declaration that is deprecated"),
  T201("a shape that differs from the one asserted"),
  T202("shapes that do not go together"),
  T203("dims of equal size but different names"),
  T204("an input of the wrong rank"),
  T205("a function that wants another shape"),
  T206("a window larger than its input"),
  T207("a division that is not whole"),
  T208("an index that nothing binds"),
  T209("an index that spans two sizes"),
  T210("an index where numbers are wanted"),
  T211("a stage where a tensor is wanted, or a tensor where a stage is"),
  T212("a shared layer that meets another width"),
  T213("a value of the wrong kind"),
  T214("a check that fails"),
  T215("a value that the compiler must know but cannot"),
  T216("a tensor larger than an array"),
  T217("a step that does not fit its loop"),
  T218("a length that varies where a fixed size is wanted"),
  T219("more inputs and outputs than a method takes"),
  T220("a picture whose channels do not come last"),
  D301("statistics that would see rows outside of training"),
  D302("a field that no input or target matches, or the reverse"),
  D303("a column that does not exist"),
  D304("a value in the data that does not fit"),
  D305("classes that do not match their dim"),
  D306("a weights file that is damaged or belongs to another net"),
  D307("an augmentation that does not fit what it changes"),
  R401("a pattern that matches nothing"),
  R402("a rule that needs rows nobody declared"),
  R403("a rule that the recipe does not know"),
  R404("a value that a rule does not take"),
  R405("a schedule that its run is too short for"),
  R406("statistics of a batch of one row"),
  G501("a parameter that no gradient reaches");

  private final String title;

  Code(String title) {
    this.title = title;
  }

  /** Whether it is a mistake of shapes, sizes or kinds of values. */
  public boolean isOfShapes() {
    return name().startsWith("T");
  }

  /** What kind of mistake this is, as the index of errors calls it. */
  public String title() {
    return title;
  }
}
