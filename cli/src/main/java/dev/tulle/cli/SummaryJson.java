package dev.tulle.cli;

import dev.tulle.compiler.summary.NetSummary;
import dev.tulle.compiler.summary.TrainingMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Summaries as JSON: the names of the model, and numbers without units. */
final class SummaryJson {
  private SummaryJson() {}

  static Map<String, Object> of(NetSummary net) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", net.module());
    map.put("name", net.name());
    map.put("data", net.data());
    map.put("inputs", ports(net.inputs()));
    map.put("layers", net.layers().stream().map(SummaryJson::layer).toList());
    map.put("outputs", ports(net.outputs()));
    map.put("parameters", net.parameters());
    map.put("multiplyAdds", net.multiplyAdds());
    map.put("weightBytes", net.weightBytes());
    map.put("panelBytes", net.panelBytes());
    map.put("servingBytes", net.servingBytes());
    map.put("servingPeakBytes", net.servingPeakBytes());
    map.put("batch", net.batch());
    TrainingMemory training = net.training();
    map.put("trainingBytes", training == null ? 0 : training.workspaceBytes());
    map.put("gradientBytes", training == null ? 0 : training.gradientBytes());
    map.put("optimizerBytes", training == null ? 0 : training.optimizerBytes());
    map.put("bestBytes", training == null ? 0 : training.bestBytes());
    map.put("trainingPeakBytes", training == null ? 0 : training.peakBytes());
    return map;
  }

  private static List<Map<String, String>> ports(List<NetSummary.Port> ports) {
    return ports.stream()
        .map(
            port -> {
              Map<String, String> map = new LinkedHashMap<>();
              map.put("name", port.name());
              map.put("shape", port.shape());
              return map;
            })
        .toList();
  }

  private static Map<String, Object> layer(NetSummary.Layer layer) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", layer.path());
    map.put("call", layer.call());
    map.put("depth", layer.depth());
    map.put("line", layer.line());
    map.put("from", layer.from());
    map.put("shape", layer.shape());
    map.put("parameters", layer.parameters());
    map.put("multiplyAdds", layer.multiplyAdds());
    map.put("weightBytes", layer.weightBytes());
    map.put("activationBytes", layer.activationBytes());
    map.put("receptiveField", layer.receptiveField());
    return map;
  }
}
