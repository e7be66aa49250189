package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.ProgramPlan;
import java.util.List;
import java.util.stream.Collectors;

/** Writes how the rows of a call are cut: into chunks, or into pieces for the threads of a pool. */
final class ServingPieces {
  private final ProgramPlan plan;
  private final boolean shares;

  ServingPieces(ProgramPlan plan) {
    this.plan = plan;
    this.shares = plan.sharesRows();
  }

  /** How many rows a chunk has, and a piece. */
  void constants(Members members) {
    members.field(
        "private static final",
        "int",
        "CHUNK",
        Long.toString(plan.servingRows()),
        "Rows that are computed at once, in the memory of a workspace.");
    members.field(
        "private static final",
        "int",
        "PIECE",
        Integer.toString(plan.leastServingPiece()),
        "Rows that a thread of a pool takes at a time%s."
            .formatted(hasLargePieces() ? ", at least" : ""));
    if (hasLargePieces()) {
      members.field(
          "private static final",
          "int",
          "LARGE_PIECE",
          Integer.toString(plan.servingPiece()),
          "Rows that a thread of a pool takes at a time where there are many.");
    }
  }

  /** Whether weights are read less often where a thread takes more rows than are worth it. */
  private boolean hasLargePieces() {
    return plan.servingPiece() > plan.leastServingPiece();
  }

  /**
   * Computes all rows: one chunk after the other, or a pool's threads a piece each at once, of
   * which there are four before pieces are larger than they have to be.
   */
  void dispatch(Lines lines, String method, String arrays, List<String> lengths) {
    String call = "%s(%s, %%s%s%%s)".formatted(method, arrays, each(", ", lengths));
    lines.open("if (threads.count() == 1 || rows <= PIECE)");
    lines.open("for (int first = 0; first < rows; first += CHUNK)");
    String alone = shares ? ", threads.count() > 1" : "";
    lines.add(call.formatted("first, Math.min(CHUNK, rows - first)", alone) + ";");
    lines.close();
    lines.reopen("else");
    String each = "PIECE";
    if (hasLargePieces()) {
      each = "each";
      lines.add("int each = Math.max(PIECE, Math.min(LARGE_PIECE, (rows + 3) / 4));");
    }
    lines.add(
        "threads.run((rows + %1$s - 1) / %1$s, piece -> %2$s);"
            .formatted(
                each,
                call.formatted(
                    "piece * %1$s, Math.min(%1$s, rows - piece * %1$s)".formatted(each),
                    shares ? ", false" : "")));
    lines.close();
  }

  /** The method that computes some rows. */
  void add(Members members, String method, String arrays, List<String> lengths, Lines body) {
    String doc = "So many rows from the first one on, in memory of their own";
    members.method(
        "private void",
        method,
        arrays
            + ", int first, int rows"
            + each(", int ", lengths)
            + (shares ? ", boolean shares" : ""),
        body.toString(),
        doc + (shares ? "; threads may share their kernels.\n" : ".\n"));
  }

  private static String each(String before, List<String> names) {
    return names.stream().map(name -> before + name).collect(Collectors.joining());
  }
}
