package dev.tulle.compiler.library;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Uses of every block and function of the library, for the shapes that these state. */
final class LibraryUses {
  /**
   * Definitions that need arguments, or sizes with a divisor: how they are called, and the sizes
   * that matter. A number behind a slash is that of the shape, where there are several; a
   * definition that is not here is called without arguments.
   */
  private static final String USES =
      """
      glu                    | | n = 6
      random                 | low = -2
      move                   | down = 1.5
      spin                   | 30
      slant                  | 10
      shift                  | 0.2
      rotate                 | degrees = 10
      scale                  | 0.2
      shear                  | degrees = 10
      pad_crop               | 2, padding = reflect
      brightness             | 0.2
      contrast               | 0.2
      noise                  | 0.2
      GroupedAttention       | | heads = 4, groups = 2
      MultiHeadAttention     | 2, causal = true | width = 6
      MultiHeadAttention     | 4, groups = 2, rotary = true | width = 8
      CrossAttention         | 2 | width = 6
      Embed                  | width
      Positions              | | width = 6
      Positions              | kind = sinusoidal | width = 6
      Positions              | kind = rotary | width = 6
      Dense                  | units
      Dense                  | units, bias = false
      Residual               | tanh -> Dropout(0.5)
      GroupNorm              | 2 | c = 6
      Maxout                 | units, pieces = 3
      cross_entropy          | smooth = 0.1, weights = [1, 2, 3, 4], mask = 1 | n = 4
      cross_entropy
      weighted_cross_entropy | weights = [1, 2, 3, 4] | n = 4
      RnnCell                | units
      LstmCell               | units
      GruCell                | units
      Rnn                    | units
      Lstm                   | units
      Gru                    | units, reverse = true
      Bidirectional/1        | Rnn(units), Lstm(units, reverse = true)
      Bidirectional/2        | Gru(units) -> last, Gru(units, reverse = true) -> first
      edge                   | 7
      reflect                | 7
      circular               | 7
      pad_edges              | before, after | before = 2, after = 3
      pad_edges              | before, after, padding = circular | before = 3, after = 0
      convolve               | | k = 3, stride = 1, dilation = 1, groups = 1
      convolve               | stride = stride, dilation = dilation, groups = groups | k = 2, c = 6, units = 9, groups = 3, stride = 2, dilation = 2
      Conv/1                 | units, kernel | kernel = 3, stride = 1
      Conv/1                 | units, kernel, stride, dilation = 2, padding = edge | kernel = 4, stride = 3
      Conv/2                 | units, kernel, stride, dilation, groups = 2, pad = valid | c = 4, units = 6, kernel = 2, stride = 2, dilation = 3, pad = 0
      Conv/2                 | units, kernel, stride, dilation, pad = pad | kernel = 3, stride = 2, dilation = 1, pad = 2
      DepthwiseConv/1        | kernel, multiplier, stride | kernel = 3, stride = 2, multiplier = 2
      DepthwiseConv/2        | kernel, multiplier, stride, dilation, pad = pad | kernel = 3, stride = 2, dilation = 2, pad = 1, multiplier = 1
      ConvTranspose          | units, kernel | kernel = 3, stride = 1, dilation = 1, pad = 0, extra = 0
      ConvTranspose          | units, kernel, stride, dilation, pad = pad, extra = extra | kernel = 4, stride = 3, dilation = 2, pad = 2, extra = 1
      LocallyConnected/1     | units, kernel, stride, dilation, pad = pad | kernel = 3, stride = 2, dilation = 1, pad = 1
      LocallyConnected/1     | units, kernel | kernel = 3, stride = 1, dilation = 1, pad = 0
      LocallyConnected/2     | units, kernel, stride, dilation, pad = same | kernel = 3, stride = 2, dilation = 2
      max_pool/1             | kernel | kernel = 2, stride = 2, pad = 0
      max_pool/1             | kernel, stride, pad = pad | kernel = 4, stride = 1, pad = 2
      max_pool/2             | kernel, stride, pad = same | kernel = 3, stride = 2
      avg_pool/1             | kernel | kernel = 2, stride = 2, pad = 0
      avg_pool/1             | kernel, stride, pad = pad, count_padding = true | kernel = 4, stride = 1, pad = 2
      avg_pool/2             | kernel, stride, pad = same | kernel = 3, stride = 2
      adaptive_avg_pool      | size | size = 2
      adaptive_max_pool      | size | size = 2
      upsample               | scale
      upsample               | scale, mode = bilinear
      """;

  /** A shape that a comment states, and a call that is to have it. */
  record Use(LibraryEntry entry, String shape, String arguments, String sizes) {
    @Override
    public String toString() {
      return entry.name() + "(" + arguments + ") " + shape;
    }
  }

  static Stream<LibraryEntry> entries() {
    return LibraryReader.modules().stream().flatMap(m -> m.entries().stream());
  }

  static boolean isCalled(LibraryEntry entry) {
    return entry.kind().equals("fun") || entry.kind().equals("block");
  }

  static List<Use> all() {
    List<String[]> rows = USES.lines().map(line -> line.split(" *\\| *", 3)).toList();
    var uses = new ArrayList<Use>();
    for (LibraryEntry entry : entries().filter(LibraryUses::isCalled).toList()) {
      int before = uses.size();
      for (String[] row : rows) {
        String[] name = row[0].strip().split("/");
        if (name[0].equals(entry.name())) {
          int shape = name.length == 1 ? 0 : Integer.parseInt(name[1]) - 1;
          String arguments = row.length > 1 ? row[1] : "";
          String sizes = row.length > 2 ? row[2] : "";
          uses.add(new Use(entry, entry.shapes().get(shape), arguments.strip(), sizes.strip()));
        }
      }
      if (uses.size() == before) {
        entry.shapes().forEach(shape -> uses.add(new Use(entry, shape, "", "")));
      }
    }
    return uses;
  }

  private LibraryUses() {}
}
