package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.plan.Winograd;
import java.util.List;

/**
 * Writes the transforms of the filters of Winograd's convolutions: a filter g becomes G g G', and
 * sums m of points of its gradient are G' m G, as {@link WinogradTransforms} says.
 */
final class WinogradFilters {
  private static final int SEEN = Winograd.SEEN;

  private WinogradFilters() {}

  /** {@code tileFilterPoints}: the points of a filter, for the columns of a vector. */
  static MethodSpec points() {
    var method =
        MethodSpec.methodBuilder("tileFilterPoints")
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Points of filters, of a vector of columns.\n")
            .addParameter(float[].class, "filters")
            .addParameter(int.class, "from")
            .addParameter(int.class, "rowStep")
            .addParameter(int.class, "step")
            .addParameter(float[].class, "points")
            .addParameter(int.class, "to")
            .addParameter(int.class, "pointStep");
    for (int j = 0; j < Winograd.FILTER; j++) {
      for (int i = 0; i < Winograd.FILTER; i++) {
        method.addStatement(
            "$1T g$2L$3L = $1T.fromArray(SPECIES, filters, from$4L$5L)",
            Names.FLOAT_VECTOR,
            i,
            j,
            WinogradTransforms.point("rowStep", i),
            WinogradTransforms.point("step", j));
      }
      method.addStatement("$1T ends$2L = g0$2L.add(g2$2L)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T more$2L = ends$2L.add(g1$2L).mul(0.5f)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T less$2L = ends$2L.sub(g1$2L).mul(0.5f)", Names.FLOAT_VECTOR, j);
    }
    List<String> rows = List.of("g0", "more", "less", "g2");
    for (int i = 0; i < SEEN; i++) {
      String row = rows.get(i);
      method.addStatement("$1T sum$2L = $3L0.add($3L2)", Names.FLOAT_VECTOR, i, row);
      List<String> points =
          List.of(
              row + "0",
              "sum" + i + ".add(" + row + "1).mul(0.5f)",
              "sum" + i + ".sub(" + row + "1).mul(0.5f)",
              row + "2");
      for (int j = 0; j < SEEN; j++) {
        method.addStatement(
            "$L.intoArray(points, to$L)",
            points.get(j),
            WinogradTransforms.point("pointStep", i * SEEN + j));
      }
    }
    return method.build();
  }

  /**
   * Such as {@code tileFilters32}: sums of the points of gradients, transformed back to filters of
   * 32 channels.
   */
  static MethodSpec filters(long channels) {
    var method =
        MethodSpec.methodBuilder("tileFilters" + channels)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Sums of points, transformed back to gradients of filters.\n")
            .addParameter(int.class, "width")
            .addParameter(int.class, "tilesAt")
            .addParameter(int.class, "tilesPoint")
            .addParameter(float[].class, "sums");
    method.beginControlFlow("for (int channel = 0; channel < $L; channel++)", channels);
    method.beginControlFlow("for (int column = 0; column < width; column += LANES)");
    method.addStatement("int to = channel * (2 * LANES) + column");
    method.addStatement("int from = tilesAt + to");
    for (int j = 0; j < SEEN; j++) {
      for (int i = 0; i < SEEN; i++) {
        method.addStatement(
            "$1T m$2L$3L = $1T.fromArray(SPECIES, sums, from$4L)",
            Names.FLOAT_VECTOR,
            i,
            j,
            WinogradTransforms.point("tilesPoint", i * SEEN + j));
      }
      method.addStatement("$1T half$2L = m1$2L.add(m2$2L).mul(0.5f)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T g0$2L = m0$2L.add(half$2L)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T g1$2L = m1$2L.sub(m2$2L).mul(0.5f)", Names.FLOAT_VECTOR, j);
      method.addStatement("$1T g2$2L = half$2L.sub(m3$2L)", Names.FLOAT_VECTOR, j);
    }
    for (int i = 0; i < Winograd.FILTER; i++) {
      method.addStatement("$1T sum$2L = g$2L1.add(g$2L2).mul(0.5f)", Names.FLOAT_VECTOR, i);
      List<String> filters =
          List.of(
              "g" + i + "0.add(sum" + i + ")",
              "g" + i + "1.sub(g" + i + "2).mul(0.5f)",
              "sum" + i + ".sub(g" + i + "3)");
      for (int j = 0; j < Winograd.FILTER; j++) {
        long at = (i * Winograd.FILTER + j) * channels * 2;
        method.addStatement(
            "$L.intoArray(sums, to$L)", filters.get(j), at == 0 ? "" : " + " + at + " * LANES");
      }
    }
    return method.endControlFlow().endControlFlow().build();
  }
}
