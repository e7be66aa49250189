package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.plan.Winograd;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the transforms of tiles of Winograd's convolutions. Their matrices are those of Lavin and
 * Gray (2016) for tiles of two by two, written out as sums: what a tile sees becomes B' d B, sums m
 * are outputs A' m A, and gradients y of outputs become A y A'.
 *
 * <p>Numbers of one point lie together, tile by tile; the points {@code tilesPoint} floats apart.
 */
final class WinogradTransforms {
  /** Floats that points are further apart than they need: so that they lie in different lines. */
  static final int GAP = 16;

  private static final int SEEN = Winograd.SEEN;

  private WinogradTransforms() {}

  /**
   * Such as {@code tileInputs24Step32Row832}: what the tiles of 24 outputs in a row see of 32
   * channels, rows of pixels 832 floats apart.
   *
   * @param outputs the columns of the outputs; where they are odd, the last tile sees a column less
   */
  static MethodSpec inputs(long outputs, long channels, long row) {
    long tiles = Winograd.tiles(outputs);
    boolean odd = outputs % Winograd.TILE != 0;
    var method =
        MethodSpec.methodBuilder(inputsName(outputs, channels, row))
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc(
                "What tiles see, transformed: neighbours in a row share two columns of pixels.\n")
            .addParameter(float[].class, "a")
            .addParameter(int.class, "aAt")
            .addParameter(int.class, "aLast")
            .addParameter(float[].class, "tiles")
            .addParameter(int.class, "tilesAt")
            .addParameter(int.class, "tilesPoint");
    method.beginControlFlow("for (int channel = 0; channel < $L; channel += LANES)", channels);
    for (int column = 0; column < Winograd.TILE; column++) {
      pixels(method, "p" + column, column, "channel", channels, row);
    }
    method.beginControlFlow("for (int tile = 0; tile < $L; tile++)", odd ? tiles - 1 : tiles);
    method.addStatement("int from = channel + tile * $L", Winograd.TILE * channels);
    tile(method, channels, row, SEEN);
    for (int column = 0; column < Winograd.TILE; column++) {
      for (int i = 0; i < SEEN; i++) {
        method.addStatement("p$L$L = p$L$L", column, i, column + Winograd.TILE, i);
      }
    }
    method.endControlFlow();
    if (odd) {
      method.addStatement("int from = channel + $L", (tiles - 1) * Winograd.TILE * channels);
      method.addStatement("int tile = $L", tiles - 1);
      tile(method, channels, row, SEEN - 1);
    }
    return method.endControlFlow().build();
  }

  /** The rest of what a tile sees, of so many columns, and all of it transformed. */
  private static void tile(MethodSpec.Builder method, long channels, long row, int columns) {
    for (int column = Winograd.TILE; column < columns; column++) {
      pixels(method, "p" + column, column, "from", channels, row);
    }
    method.addStatement("int to = tilesAt + channel + tile * $L", channels);
    for (int i = 0; i < SEEN; i++) {
      String last = "p" + (columns - 1) + i;
      List<String> sums =
          List.of(
              "p0" + i + ".sub(p2" + i + ")",
              "p1" + i + ".add(p2" + i + ")",
              "p2" + i + ".sub(p1" + i + ")",
              "p1" + i + ".sub(" + last + ")");
      for (int j = 0; j < SEEN; j++) {
        method.addStatement(
            "$L.intoArray(tiles, to$L)", sums.get(j), point("tilesPoint", i * SEEN + j));
      }
    }
  }

  /** Four pixels above each other, transformed. */
  private static void pixels(
      MethodSpec.Builder method, String name, int column, String from, long channels, long row) {
    var pixels = new ArrayList<String>();
    for (int i = 0; i < SEEN; i++) {
      String pixel = "d" + name.substring(1) + i;
      String below = i == SEEN - 1 ? "aLast" : "aAt";
      method.addStatement(
          "$1T $2L = $1T.fromArray(SPECIES, a, $3L + $4L$5L)",
          Names.FLOAT_VECTOR,
          pixel,
          below,
          from,
          plus(column * channels + (i == SEEN - 1 ? 0 : i * row)));
      pixels.add(pixel);
    }
    List<String> sums =
        List.of(
            pixels.get(0) + ".sub(" + pixels.get(2) + ")",
            pixels.get(1) + ".add(" + pixels.get(2) + ")",
            pixels.get(2) + ".sub(" + pixels.get(1) + ")",
            pixels.get(1) + ".sub(" + pixels.get(3) + ")");
    for (int i = 0; i < SEEN; i++) {
      method.addStatement("$T $L$L = $L", Names.FLOAT_VECTOR, name, i, sums.get(i));
    }
  }

  static String inputsName(long outputs, long channels, long row) {
    return "tileInputs" + outputs + "Step" + channels + "Row" + row;
  }

  /**
   * Such as {@code tileOutputs24}: sums of two rows of 24 outputs, of the vectors of a panel.
   *
   * @param outputs in a row
   */
  static MethodSpec outputs(long outputs) {
    long tiles = Winograd.tiles(outputs);
    boolean odd = outputs % Winograd.TILE != 0;
    var method =
        MethodSpec.methodBuilder(outputsName(outputs))
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Sums of tiles, transformed back to two rows of outputs.\n")
            .addParameter(int.class, "width")
            .addParameter(int.class, "tilesAt")
            .addParameter(int.class, "tilesPoint")
            .addParameter(float[].class, "sums")
            .addParameter(int.class, "sumsAt");
    method.beginControlFlow("for (int column = 0; column < width; column += LANES)");
    method.beginControlFlow("for (int tile = 0; tile < $L; tile++)", tiles);
    method.addStatement("int from = tilesAt + column + tile * (2 * LANES)");
    for (int j = 0; j < SEEN; j++) {
      for (int i = 0; i < SEEN; i++) {
        method.addStatement(
            "$1T m$2L$3L = $1T.fromArray(SPECIES, sums, from$4L)",
            Names.FLOAT_VECTOR,
            i,
            j,
            point("tilesPoint", i * SEEN + j));
      }
      method.addStatement("$1T s0$2L = m0$2L.add(m1$2L).add(m2$2L)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T s1$2L = m1$2L.sub(m2$2L).sub(m3$2L)", Names.FLOAT_VECTOR, j);
    }
    method.addStatement("int to = sumsAt + column + tile * ($L * LANES)", 2 * Winograd.TILE);
    for (int i = 0; i < Winograd.TILE; i++) {
      String below = i == 0 ? "" : " + " + 2 * outputs + " * LANES";
      method.addStatement("s$1L0.add(s$1L1).add(s$1L2).intoArray(sums, to$2L)", i, below);
    }
    if (odd) {
      method.beginControlFlow("if (tile < $L)", tiles - 1);
    }
    for (int i = 0; i < Winograd.TILE; i++) {
      long behind = 2 + (i == 0 ? 0 : 2 * outputs);
      method.addStatement(
          "s$1L1.sub(s$1L2).sub(s$1L3).intoArray(sums, to + $2L * LANES)", i, behind);
    }
    if (odd) {
      method.endControlFlow();
    }
    return method.endControlFlow().endControlFlow().build();
  }

  static String outputsName(long outputs) {
    return "tileOutputs" + outputs;
  }

  /**
   * Such as {@code tileGradients24Step64Row1536}: of 12 tiles in a row the gradients of the
   * outputs, which lie 64 floats apart, rows of them 1536.
   *
   * @param below whether there is a second row of outputs; without one they are 0
   */
  static MethodSpec gradients(long outputs, long step, long row, boolean below) {
    long tiles = Winograd.tiles(outputs);
    boolean odd = outputs % Winograd.TILE != 0;
    var method =
        MethodSpec.methodBuilder(
                "tileGradients" + outputs + "Step" + step + (below ? "Row" + row : "Last"))
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Gradients of the outputs of tiles, transformed.\n")
            .addParameter(float[].class, "b")
            .addParameter(int.class, "bAt")
            .addParameter(int.class, "width")
            .addParameter(float[].class, "tiles")
            .addParameter(int.class, "tilesAt")
            .addParameter(int.class, "tilesPoint");
    if (odd || !below) {
      method.addStatement("$1T zero = $1T.zero(SPECIES)", Names.FLOAT_VECTOR);
    }
    method.beginControlFlow("for (int column = 0; column < width; column += LANES)");
    method.beginControlFlow("for (int tile = 0; tile < $L; tile++)", odd ? tiles - 1 : tiles);
    gradientsOfTile(method, step, row, Winograd.TILE, below);
    method.endControlFlow();
    if (odd) {
      method.addStatement("int tile = $L", tiles - 1);
      gradientsOfTile(method, step, row, Winograd.TILE - 1, below);
    }
    return method.endControlFlow().build();
  }

  private static void gradientsOfTile(
      MethodSpec.Builder method, long step, long row, int columns, boolean below) {
    method.addStatement("int from = bAt + column + tile * $L", Winograd.TILE * step);
    method.addStatement("int to = tilesAt + column + tile * (2 * LANES)");
    for (int j = 0; j < Winograd.TILE; j++) {
      for (int i = 0; i < Winograd.TILE; i++) {
        boolean given = j < columns && (i == 0 || below);
        method.addStatement(
            "$T y$L$L = $L",
            Names.FLOAT_VECTOR,
            i,
            j,
            given
                ? CodeBlock.of(
                    "$T.fromArray(SPECIES, b, from$L)",
                    Names.FLOAT_VECTOR,
                    plus(i * row + j * step))
                : CodeBlock.of("zero"));
      }
      method.addStatement("$1T sum$2L = y0$2L.add(y1$2L)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T difference$2L = y0$2L.sub(y1$2L)", Names.FLOAT_VECTOR, j);
    }
    List<String> rows = List.of("y0", "sum", "difference", "y1");
    for (int i = 0; i < SEEN; i++) {
      String first = rows.get(i) + "0";
      String second = rows.get(i) + "1";
      List<String> points =
          List.of(first, first + ".add(" + second + ")", first + ".sub(" + second + ")", second);
      for (int j = 0; j < SEEN; j++) {
        method.addStatement(
            "$L.intoArray(tiles, to$L)", points.get(j), point("tilesPoint", i * SEEN + j));
      }
    }
  }

  /** How far the numbers of a point are from those of the first. */
  static String point(String distance, int point) {
    return switch (point) {
      case 0 -> "";
      case 1 -> " + " + distance;
      default -> " + " + point + " * " + distance;
    };
  }

  private static String plus(long floats) {
    return floats == 0 ? "" : " + " + floats;
  }
}
