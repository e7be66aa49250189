package dev.tulle.compiler.codegen;

/** Writes the methods that name classes. */
final class ServingClasses {
  private ServingClasses() {}

  static void add(Members members, ServingNames.Dim dim) {
    String shown = "{@code " + dim.dim() + "}";
    members.method(
        "public List<String>",
        dim.name() + "Names",
        "",
        "return " + dim.field() + ".names();\n",
        "The names of the classes of "
            + shown
            + " by index, as the data have them; where the weights keep none, the indices as texts.\n");
    members.method(
        "public String",
        dim.name() + "Name",
        "int index",
        "return " + dim.field() + ".name(index);\n",
        "The name of a class of "
            + shown
            + ".\n\n@param index from 0 to "
            + "{@link #"
            + dim.constant()
            + "} - 1\n@throws IllegalArgumentException for another index\n");
    if (dim.scored()) {
      likeliest(members, dim, shown);
    }
  }

  private static void likeliest(Members members, ServingNames.Dim dim, String shown) {
    String scores = "@param scores {@link #" + dim.constant() + "} numbers, one for each class\n";
    String length = "@throws IllegalArgumentException where there are more or fewer\n";
    members.method(
        "public String",
        dim.name() + "Of",
        "float[] scores",
        "return %sName(%sIndexOf(scores));\n".formatted(dim.name(), dim.name()),
        "The name of the likeliest class of "
            + shown
            + ": that of the largest number, and of equal ones the first.\n\n"
            + scores
            + length);
    members.method(
        "public int",
        dim.name() + "IndexOf",
        "float[] scores",
        "Lengths.checkAll(%s, scores, 1, %s);\nreturn %sIndexOf(scores, 0);\n"
            .formatted(Literals.text(dim.dim()), dim.constant(), dim.name()),
        "The index of the likeliest class of "
            + shown
            + ": that of the largest number, and of equal ones the first.\n\n"
            + scores
            + length);
    members.method(
        "public int",
        dim.name() + "IndexOf",
        "float[] scores, int row",
        "return %s.likeliest(scores, row);\n".formatted(dim.field()),
        "As {@link #"
            + dim.name()
            + "IndexOf(float[])}, in a row of a batch.\n\n"
            + "@param scores row by row\n@param row from 0 on\n@throws IllegalArgumentException where there is no such row\n");
  }
}
