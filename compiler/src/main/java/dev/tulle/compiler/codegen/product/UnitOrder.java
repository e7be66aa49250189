package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;

/**
 * In which order the units of a product follow each other, so that one finds near what the one
 * before it read: writes how many there are, and of each which block, panel and products it is.
 * What there is one of is neither counted nor looked for.
 */
final class UnitOrder {
  /** Floats of A that are read again for another panel better before those of the next product. */
  private static final int MUCH = 1 << 13;

  private final ProductText text;
  private final UnitCut cut;
  private final UnitGroup group;

  UnitOrder(ProductText text, UnitCut cut, UnitGroup group) {
    this.text = text;
    this.cut = cut;
    this.group = group;
  }

  /** Whether there is one unit, and so nothing to share. */
  boolean isOne() {
    return cut.oneBlock() && cut.onePanel() && group.holdsAll();
  }

  /** Declares which units a piece does. */
  void count(CodeBlock.Builder code) {
    Size batches =
        group.counted().stream().map(ProductShape.Batch::count).reduce(Size.ONE, Size::times);
    CodeBlock count = group.holdsAll() ? CodeBlock.of("") : text.code().sizes().apply(batches);
    if (cut.countsPanels()) {
      code.addStatement(
          "int unitPanels = ($L + unitWidth - 1) / unitWidth", text.size(text.shape().columns()));
      count = times(count, "unitPanels");
    }
    if (!cut.oneBlock()) {
      code.addStatement("int unitBlocks = $L", text.ceiling(text.shape().rows(), cut.block()));
      count = times(count, "unitBlocks");
    }
    String counted = count.toString();
    if (counted.contains(" ")) {
      code.addStatement("int unitCount = $L", count);
      counted = "unitCount";
    }
    code.addStatement("int unitFirst = $T.from($L, piece, pieces, 1)", Names.PIECES, counted);
    code.addStatement("int unitEnd = $T.from($L, piece + 1, pieces, 1)", Names.PIECES, counted);
  }

  private static CodeBlock times(CodeBlock count, String name) {
    return count.isEmpty() ? CodeBlock.of(name) : CodeBlock.of("$L * $L", count, name);
  }

  /** Declares which block of which panel of which product a unit is. */
  void place(CodeBlock.Builder code) {
    List<ProductShape.Batch> batch = group.counted();
    CodeBlock rest = CodeBlock.of("unit");
    boolean panels = cut.countsPanels();
    boolean panelled = panels && cut.sharesB() && !group.holdsAll();
    if (panelled) {
      rest = placePanel(code, batch);
      if (readsMuch()) {
        group.declare(code, 0, CodeBlock.of("unit / (unitEach * unitPanels)"));
      }
      panels = false;
    } else if (panels && cut.panelsFirst()) {
      code.addStatement("int unitColumn = unit % unitPanels * unitWidth");
      code.addStatement(
          group.holdsAll()
              ? "int unitRow = unit / unitPanels * $L"
              : "int unitRow = unit / unitPanels % unitBlocks * $L",
          cut.block());
      rest = CodeBlock.of("unit / (unitBlocks * unitPanels)");
      panels = false;
    } else if (!cut.oneBlock()) {
      String within = cut.onePanel() && group.holdsAll() ? "unit * $L" : "unit % unitBlocks * $L";
      code.addStatement("int unitRow = " + within, cut.block());
      rest = CodeBlock.of("$L / unitBlocks", rest);
    }
    if (panels) {
      String within = group.holdsAll() ? "$L * unitWidth" : "$L % unitPanels * unitWidth";
      code.addStatement("int unitColumn = " + within, rest);
      rest =
          cut.oneBlock()
              ? CodeBlock.of("unit / unitPanels")
              : CodeBlock.of("unit / (unitBlocks * unitPanels)");
    }
    int first = panelled && readsMuch() ? 1 : 0;
    for (int i = batch.size() - 1; i > first; i--) {
      CodeBlock count = text.size(batch.get(i).count());
      group.declare(code, i, CodeBlock.of("$L % $L", rest, count));
      if (i > first + 1) {
        code.addStatement("int batchRest$L = $L / $L", i, rest, count);
        rest = CodeBlock.of("batchRest$L", i);
      } else {
        rest = CodeBlock.of("$L / $L", rest, count);
      }
    }
    if (!batch.isEmpty()) {
      group.declare(code, first, rest);
    }
  }

  /** Declares the panel of units that follow each other panel by panel. */
  private CodeBlock placePanel(CodeBlock.Builder code, List<ProductShape.Batch> batch) {
    Size each =
        batch.subList(readsMuch() ? 1 : 0, batch.size()).stream()
            .map(ProductShape.Batch::count)
            .reduce(Size.ONE, Size::times);
    code.addStatement(
        "int unitEach = $L$L", text.size(each), cut.oneBlock() ? "" : " * unitBlocks");
    code.addStatement("int unitColumn = unit / unitEach % unitPanels * unitWidth");
    code.addStatement("int unitWithin = unit % unitEach");
    if (cut.oneBlock()) {
      return CodeBlock.of("unitWithin");
    }
    code.addStatement("int unitRow = unitWithin % unitBlocks * $L", cut.block());
    return CodeBlock.of("unitWithin / unitBlocks");
  }

  /**
   * Whether each position of the outermost axis of the batch reads so much of A that it is better
   * read for all panels before the next one is.
   */
  private boolean readsMuch() {
    List<ProductShape.Batch> batch = group.counted();
    Size read = text.shape().batch().get(0).a();
    return batch.size() > 1 && read.isKnown() && read.value() >= MUCH;
  }

  /** When a unit needs another panel than the unit before it, whose rows are above its own. */
  String anotherPanel() {
    if (isOne()) {
      return "";
    }
    if (cut.onePanel() && (group.holdsAll() || cut.sharesB())) {
      return "unit == unitFirst";
    }
    if (cut.sharesB() && !group.holdsAll()) {
      return "unitWithin == 0 || unit == unitFirst";
    }
    return cut.oneBlock() ? "" : "unitRow == 0 || unit == unitFirst";
  }
}
