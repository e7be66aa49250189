package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.plan.Neighbours;
import dev.tulle.compiler.plan.OverlapAdd;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.Winograd;
import java.util.List;
import java.util.function.BinaryOperator;

/** Writes the kernel that lays a factor out in panels, as a product of its kind reads them. */
public final class PanelsEmitter {
  private PanelsEmitter() {}

  /**
   * The methods of the vector form, to which the caller adds modifiers: none where it is no other
   * than the scalar one.
   *
   * @param shape how the factor lies before; all its sizes are known
   * @param parameters what the method takes before {@code int piece, int pieces}
   */
  public static List<MethodSpec> vector(
      String name,
      ProductShape shape,
      List<ParameterSpec> parameters,
      ProductCode.Operand from,
      ProductCode.Operand to) {
    return switch (shape.way()) {
      case DIRECT -> List.of();
      case WINOGRAD -> points(name, shape, parameters, from, to);
      case NEIGHBOURS ->
          List.of(
              method(
                  name,
                  shape,
                  parameters,
                  from,
                  to,
                  Neighbours.depth(shape) * Neighbours.ROW,
                  (read, written) ->
                      CodeBlock.of(
                          "$T.repeat($L, $L, $L, $L, $L, $L, $L, $L, $L, piece, pieces)",
                          Names.PANELS,
                          from.array(),
                          read,
                          shape.bDepth().value(),
                          shape.depth().value(),
                          shape.columns().value(),
                          Neighbours.count(shape),
                          shape.aRow().value(),
                          to.array(),
                          written)));
      case OVERLAP ->
          List.of(
              method(
                  name,
                  shape,
                  parameters,
                  from,
                  to,
                  shape.aRow().value() * OverlapAdd.taps(shape),
                  (read, written) ->
                      CodeBlock.of(
                          "$T.taps($L, $L, $L, $L, $L, $L, $L, $L, $L, piece, pieces)",
                          Names.PANELS,
                          from.array(),
                          read,
                          shape.bDepth().value(),
                          shape.aRow().value(),
                          OverlapAdd.across(shape),
                          shape.columns().value(),
                          to.array(),
                          written,
                          OverlapAdd.taps(shape))));
    };
  }

  /** Filters as {@link Winograd} transforms them: point by point a panel's row of each channel. */
  private static List<MethodSpec> points(
      String name,
      ProductShape shape,
      List<ParameterSpec> parameters,
      ProductCode.Operand from,
      ProductCode.Operand to) {
    long channels = Winograd.channels(shape).value();
    long step = shape.bDepth().value();
    int panel = ProductShape.PANEL;
    MethodSpec transform = WinogradFilters.points();
    MethodSpec own =
        MethodSpec.methodBuilder(name)
            .addParameters(parameters)
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces")
            .addStatement("int tileFirst = $T.from($L, piece, pieces, 1)", Names.PIECES, channels)
            .addStatement("int tileEnd = $T.from($L, piece + 1, pieces, 1)", Names.PIECES, channels)
            .beginControlFlow(
                "for (int tileChannel = tileFirst; tileChannel < tileEnd; tileChannel++)")
            .beginControlFlow(
                "for (int tileColumn = 0; tileColumn < $L; tileColumn += LANES)",
                shape.columns().value())
            .addStatement(
                "$L($L, $L + tileChannel * $L + tileColumn, $L, $L, $L, $L + tileColumn / $L * $L +"
                    + " tileChannel * $L + tileColumn % $L, $L)",
                transform.name(),
                from.array(),
                from.offset(),
                step,
                shape.outerDepth().get(0).b().value(),
                channels * step,
                to.array(),
                to.offset(),
                panel,
                shape.panel().value(),
                panel,
                panel,
                channels * panel)
            .endControlFlow()
            .endControlFlow()
            .build();
    return List.of(own, transform);
  }

  /** The method of the scalar form, under the same rules. */
  public static MethodSpec scalar(
      String name,
      ProductShape shape,
      List<ParameterSpec> parameters,
      ProductCode.Operand from,
      ProductCode.Operand to) {
    return method(
        name,
        shape,
        parameters,
        from,
        to,
        shape.depth().value() * ProductShape.PANEL,
        (read, written) ->
            CodeBlock.of(
                "$T.lay($L, $L, $L, $L, $L, $L, $L, $L, $L, piece, pieces)",
                Names.PANELS,
                from.array(),
                read,
                shape.bDepth().value(),
                shape.bColumn().value(),
                shape.depth().value(),
                shape.columns().value(),
                to.array(),
                written,
                shape.panel().value()));
  }

  /**
   * Loops over the outer axes of the depth.
   *
   * @param floats that the innermost axis takes in a panel
   * @param lay lays out the innermost axis, given where it is read and where it goes
   */
  private static MethodSpec method(
      String name,
      ProductShape shape,
      List<ParameterSpec> parameters,
      ProductCode.Operand from,
      ProductCode.Operand to,
      long floats,
      BinaryOperator<CodeBlock> lay) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addParameters(parameters)
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces");
    CodeBlock.Builder read = from.offset().toBuilder();
    CodeBlock.Builder written = to.offset().toBuilder();
    List<ProductShape.Depth> outer = shape.outerDepth();
    for (int i = 0; i < outer.size(); i++) {
      long below = floats;
      for (ProductShape.Depth inner : outer.subList(i + 1, outer.size())) {
        below *= inner.count().value();
      }
      method.beginControlFlow(
          "for (int tileDeep$1L = 0; tileDeep$1L < $2L; tileDeep$1L++)",
          i,
          outer.get(i).count().value());
      read.add(" + tileDeep$L * $L", i, outer.get(i).b().value());
      written.add(" + tileDeep$L * $L", i, below);
    }
    method.addStatement(lay.apply(read.build(), written.build()));
    outer.forEach(axis -> method.endControlFlow());
    return method.build();
  }
}
