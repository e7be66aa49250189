package dev.tulle.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.codegen.product.Epilogue;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.List;

/** Writes what a product kernel does with the elements of the product. */
final class ProductEpilogue implements Epilogue {
  private final Kernel.Product kernel;
  private final Arguments arguments;

  ProductEpilogue(Kernel.Product kernel, Arguments arguments) {
    this.kernel = kernel;
    this.arguments = arguments;
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
    Elements elements = new Elements(arguments, loops, false, lines);
    Values.walk(
        kernel.epilogue().stream().map(Kernel.Store::value),
        v -> {
          if (v instanceof Value.Accumulator) {
            elements.bind(v, sum, sum);
          }
        });
    var stores = new ArrayList<Store>();
    for (Kernel.Store store : kernel.epilogue()) {
      String value = vector ? elements.vector(store.value()) : elements.scalar(store.value());
      String array = arguments.array(store.buffer());
      String index = elements.position(store.at(), array + "At", true);
      stores.add(new Store(CodeBlock.of("$L", value), array, CodeBlock.of("$L", index)));
    }
    code.add(TypedText.of(elements.constants() + lines));
    return stores;
  }
}
