package dev.tulle.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.codegen.product.Epilogue;
import dev.tulle.compiler.plan.JoinedRows;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a product kernel does with the elements of the product. */
final class ProductEpilogue implements Epilogue {
  private final Kernel.Product kernel;
  private final Arguments arguments;

  ProductEpilogue(Kernel.Product kernel, Arguments arguments) {
    this.kernel = kernel;
    this.arguments = arguments;
  }

  @Override
  public boolean runsOver() {
    return kernel.runsOver();
  }

  @Override
  public @Nullable Joined joined(long count) {
    JoinedRows rows = JoinedRows.of(kernel, count);
    return rows == null
        ? null
        : new Joined(
            new ProductEpilogue(rows.product(), arguments),
            rows.repeated().stream().map(arguments::array).toList());
  }

  @Override
  public List<Store> vector(CodeBlock.Builder code, Place place, String value) {
    return write(code, place, value, true);
  }

  @Override
  public List<Store> scalar(CodeBlock.Builder code, Place place, String value) {
    return write(code, place, value, false);
  }

  private List<Store> write(CodeBlock.Builder code, Place place, String sum, boolean vector) {
    var loops = new ArrayList<>(place.batch());
    loops.add(place.row());
    loops.add(place.column());
    Lines lines = new Lines();
    List<Kernel.Store> written = kernel.epilogue();
    Elements elements =
        new Elements(arguments, loops, false, written.stream().map(Kernel.Store::value), lines);
    Values.walk(
        written.stream().map(Kernel.Store::value),
        v -> {
          if (v instanceof Value.Accumulator) {
            elements.bind(v, sum);
          }
        });
    List<String> values = elements.values(written, vector);
    var stores = new ArrayList<Store>();
    for (int i = 0; i < values.size(); i++) {
      Kernel.Store store = written.get(i);
      stores.add(
          new Store(
              CodeBlock.of("$L", TypedText.of(values.get(i))),
              arguments.array(store.buffer()),
              CodeBlock.of("$L", elements.index(store.buffer(), store.at(), store.spot()))));
    }
    code.add(TypedText.of(elements.constants() + lines));
    return stores;
  }
}
