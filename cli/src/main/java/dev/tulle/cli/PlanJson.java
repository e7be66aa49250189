package dev.tulle.cli;

import dev.tulle.compiler.listing.PlanListing;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The JSON of a plan; {@code docs/cli.md} says what its fields mean. */
final class PlanJson {
  private PlanJson() {}

  static Map<String, Object> of(PlanListing net) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", net.net());
    object.put("functions", net.functions().stream().map(PlanJson::function).toList());
    return object;
  }

  private static Map<String, Object> function(PlanListing.Function function) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", function.name());
    object.put("rows", function.rows());
    object.put("operations", function.operations());
    object.put("bytes", function.bytes());
    object.put("workspaceBytes", function.workspaceBytes());
    object.put("kernels", function.kernels().stream().map(PlanJson::kernel).toList());
    object.put("strips", function.strips().stream().map(PlanJson::strips).toList());
    object.put("tensors", function.buffers().stream().map(PlanJson::tensor).toList());
    return object;
  }

  private static Map<String, Object> kernel(PlanListing.Kernel kernel) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("method", kernel.method());
    object.put("form", kernel.form().name().toLowerCase(Locale.ROOT));
    object.put("vector", kernel.vector());
    object.put("shape", kernel.shape());
    object.put("line", kernel.line());
    object.put("runs", kernel.runs());
    object.put("operations", kernel.operations());
    object.put("readBytes", kernel.readBytes());
    object.put("writtenBytes", kernel.writtenBytes());
    return object;
  }

  private static Map<String, Object> strips(PlanListing.Strips strips) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("firstKernel", strips.first());
    object.put("lastKernel", strips.last());
    object.put("rows", strips.rows());
    return object;
  }

  private static Map<String, Object> tensor(PlanListing.Buffer buffer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", buffer.name());
    object.put("offset", buffer.offset());
    object.put("bytes", buffer.bytes());
    object.put("firstKernel", buffer.first());
    object.put("lastKernel", buffer.last());
    return object;
  }
}
