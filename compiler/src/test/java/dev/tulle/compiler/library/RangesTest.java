package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every argument of the library has a range that is held, or takes whatever there is. A new
 * argument belongs into one of the two lists.
 */
class RangesTest {
  /** A value that an argument refuses: the argument, where it is given, and a use. */
  private static final String REFUSED =
      """
      leaky_relu.slope            net       leaky_relu(x, slope = -1)
      elu.alpha                   net       elu(x, alpha = 0)
      celu.alpha                  net       celu(x, alpha = 0)
      Attention.drop              net       (series, series, series) -> Attention(drop = 1)
      GroupedAttention.drop       net       (heads, heads, heads) -> GroupedAttention(drop = 1)
      MultiHeadAttention.heads    net       series -> MultiHeadAttention(heads = 0)
      MultiHeadAttention.groups   net       series -> MultiHeadAttention(2, groups = 0)
      MultiHeadAttention.drop     net       series -> MultiHeadAttention(2, drop = 1)
      CrossAttention.heads        net       (series, series) -> CrossAttention(heads = 0)
      CrossAttention.groups       net       (series, series) -> CrossAttention(2, groups = 0)
      CrossAttention.drop         net       (series, series) -> CrossAttention(2, drop = -1)
      move.height                 net       move(image, height = 0)
      move.width                  net       move(image, width = 0)
      slant.degrees               net       slant(image, degrees = 90)
      shift.by                    net       shift(image, by = -1)
      rotate.degrees              net       rotate(image, degrees = -1)
      scale.by                    net       scale(image, by = 1)
      shear.degrees               net       shear(image, degrees = 90)
      crop.share                  net       crop(image, share = 0)
      pad_crop.pad                net       pad_crop(image, pad = -1)
      flip_x.probability          net       flip_x(image, probability = 2)
      flip_y.probability          net       flip_y(image, probability = 2)
      erase.share                 net       erase(image, share = 2)
      erase.ratio                 net       erase(image, ratio = 0.5)
      erase.probability           net       erase(image, probability = -1)
      brightness.by               net       brightness(image, by = -1)
      contrast.by                 net       contrast(image, by = 2)
      noise.deviation             net       noise(image, deviation = -1)
      random.high                 net       random(x, low = 1, high = 0)
      random.low                  net       random(x, low = 2)
      mixup.alpha                 augment   image, kind = mixup(alpha = 0)
      cutmix.alpha                augment   image, kind = cutmix(alpha = 0)
      Ema.memory                  average   Ema(memory = 1)
      Embed.width                 net       label -> Embed(width = 0)
      Positions.kind              net       series -> Positions(kind = same)
      Positions.base              net       series -> Positions(kind = rotary, base = 0)
      truncated_normal.deviation  init      truncated_normal(deviation = -1)
      truncated_normal.limit      init      truncated_normal(limit = 6)
      Dense.units                 net       x -> Dense(units = 0)
      Dropout.rate                net       x -> Dropout(rate = 1)
      LayerNorm.epsilon           net       x -> LayerNorm(epsilon = 0)
      RmsNorm.epsilon             net       x -> RmsNorm(epsilon = -1)
      BatchNorm.momentum          net       x -> BatchNorm(momentum = 2)
      BatchNorm.epsilon           net       x -> BatchNorm(epsilon = 0)
      GroupNorm.groups            net       x -> GroupNorm(groups = 0)
      GroupNorm.epsilon           net       x -> GroupNorm(2, epsilon = 0)
      InstanceNorm.epsilon        net       image -> InstanceNorm(epsilon = 0)
      Maxout.units                net       x -> Maxout(units = 0)
      Maxout.pieces               net       x -> Maxout(2, pieces = 0)
      DropPath.rate               net       x -> DropPath(rate = -0.1)
      huber.delta                 net       huber(x, x, delta = 0)
      cross_entropy.smooth        net       cross_entropy(x, label, smooth = 2)
      weighted_cross_entropy.smooth net     weighted_cross_entropy(x, label, smooth = -1)
      Sgd.lr                      optimizer Sgd(lr = -1)
      Sgd.momentum                optimizer Sgd(momentum = 1)
      Sgd.decay                   optimizer Sgd(decay = -1)
      GradientDescent.lr          optimizer GradientDescent(lr = -1)
      RmsProp.lr                  optimizer RmsProp(lr = -1)
      RmsProp.rho                 optimizer RmsProp(rho = 1)
      RmsProp.epsilon             optimizer RmsProp(epsilon = 0)
      RmsProp.momentum            optimizer RmsProp(momentum = 1)
      RmsProp.decay               optimizer RmsProp(decay = -1)
      Adagrad.lr                  optimizer Adagrad(lr = -1)
      Adagrad.epsilon             optimizer Adagrad(epsilon = 0)
      Adagrad.decay               optimizer Adagrad(decay = -1)
      Adam.lr                     optimizer Adam(lr = -1)
      Adam.beta1                  optimizer Adam(beta1 = 1)
      Adam.beta2                  optimizer Adam(beta2 = 1)
      Adam.epsilon                optimizer Adam(epsilon = 0)
      Adam.decay                  optimizer Adam(decay = -1)
      AdamW.lr                    optimizer AdamW(lr = -1)
      AdamW.beta1                 optimizer AdamW(beta1 = 1)
      AdamW.beta2                 optimizer AdamW(beta2 = -0.1)
      AdamW.epsilon               optimizer AdamW(epsilon = 0)
      AdamW.decay                 optimizer AdamW(decay = -1)
      Adamax.lr                   optimizer Adamax(lr = -1)
      Adamax.beta1                optimizer Adamax(beta1 = 1)
      Adamax.beta2                optimizer Adamax(beta2 = 1)
      Adamax.epsilon              optimizer Adamax(epsilon = 0)
      Adamax.decay                optimizer Adamax(decay = -1)
      Nadam.lr                    optimizer Nadam(lr = -1)
      Nadam.beta1                 optimizer Nadam(beta1 = 1)
      Nadam.beta2                 optimizer Nadam(beta2 = 1)
      Nadam.epsilon               optimizer Nadam(epsilon = 0)
      Nadam.momentum_decay        optimizer Nadam(momentum_decay = -1)
      Nadam.decay                 optimizer Nadam(decay = -1)
      RAdam.lr                    optimizer RAdam(lr = -1)
      RAdam.beta1                 optimizer RAdam(beta1 = 1)
      RAdam.beta2                 optimizer RAdam(beta2 = 1)
      RAdam.epsilon               optimizer RAdam(epsilon = 0)
      RAdam.decay                 optimizer RAdam(decay = -1)
      Adadelta.lr                 optimizer Adadelta(lr = -1)
      Adadelta.rho                optimizer Adadelta(rho = 1)
      Adadelta.epsilon            optimizer Adadelta(epsilon = 0)
      Adadelta.decay              optimizer Adadelta(decay = -1)
      Lion.lr                     optimizer Lion(lr = -1)
      Lion.beta1                  optimizer Lion(beta1 = 1)
      Lion.beta2                  optimizer Lion(beta2 = 1)
      Lion.decay                  optimizer Lion(decay = -1)
      Lamb.lr                     optimizer Lamb(lr = -1)
      Lamb.beta1                  optimizer Lamb(beta1 = 1)
      Lamb.beta2                  optimizer Lamb(beta2 = 1)
      Lamb.epsilon                optimizer Lamb(epsilon = 0)
      Lamb.decay                  optimizer Lamb(decay = -1)
      Muon.lr                     optimizer Muon(lr = -1)
      Muon.momentum               optimizer Muon(momentum = 1)
      Muon.beta1                  optimizer Muon(beta1 = 1)
      Muon.beta2                  optimizer Muon(beta2 = 1)
      Muon.epsilon                optimizer Muon(epsilon = 0)
      Muon.decay                  optimizer Muon(decay = -1)
      RnnCell.units               net       (x, x) -> RnnCell(units = 0)
      LstmCell.units              net       (x, x, x) -> LstmCell(units = 0)
      GruCell.units               net       (x, x) -> GruCell(units = 0)
      Rnn.units                   net       series -> Rnn(units = 0)
      Lstm.units                  net       series -> Lstm(units = 0)
      Gru.units                   net       series -> Gru(units = 0)
      elastic.mix                 penalty   elastic("**.w", mix = 2)
      activity.l1                 net       activity(x, l1 = -1)
      activity.l2                 net       activity(x, l2 = -1)
      step.every                  lr        step(every = 0)
      step.factor                 lr        step(every = 2, factor = -1)
      exponential.factor          lr        exponential(factor = 2)
      polynomial.power            lr        polynomial(power = 0)
      inverse_sqrt.warmup         lr        inverse_sqrt(warmup = 0)
      cyclic.half_period          lr        cyclic(0, 1, half_period = 0)
      cosine_restarts.period      lr        cosine_restarts(period = 0)
      cosine_restarts.multiplier  lr        cosine_restarts(5, multiplier = 0.5)
      one_cycle.rise              lr        one_cycle(0.1, rise = 1)
      one_cycle.initial_divisor   lr        one_cycle(0.1, initial_divisor = 0)
      one_cycle.final_divisor     lr        one_cycle(0.1, final_divisor = 0)
      plateau.factor              lr        plateau(train.loss, factor = -1)
      plateau.patience            lr        plateau(train.loss, patience = -1)
      plateau.threshold           lr        plateau(train.loss, threshold = 2)
      plateau.cooldown            lr        plateau(train.loss, cooldown = -1)
      pad_edges.before            net       pad_edges(image, before = -1)
      pad_edges.after             net       pad_edges(image, 1, after = -1)
      convolve.stride             net       convolve(series, kernels, stride = 0)
      convolve.dilation           net       convolve(series, kernels, dilation = 0)
      convolve.groups             net       convolve(series, kernels, groups = 3)
      Conv.units                  net       image -> Conv(units = 0, kernel = 3)
      Conv.kernel                 net       image -> Conv(2, kernel = 0)
      Conv.stride                 net       image -> Conv(2, 3, stride = 0)
      Conv.dilation               net       image -> Conv(2, 3, dilation = 0)
      Conv.groups                 net       image -> Conv(2, 3, groups = 0)
      Conv.pad                    net       image -> Conv(2, 3, pad = -1)
      DepthwiseConv.kernel        net       image -> DepthwiseConv(kernel = 0)
      DepthwiseConv.multiplier    net       image -> DepthwiseConv(3, multiplier = 0)
      DepthwiseConv.stride        net       image -> DepthwiseConv(3, stride = 0)
      DepthwiseConv.dilation      net       image -> DepthwiseConv(3, dilation = 0)
      DepthwiseConv.pad           net       image -> DepthwiseConv(3, pad = -1)
      ConvTranspose.units         net       image -> ConvTranspose(units = 0, kernel = 3)
      ConvTranspose.kernel        net       image -> ConvTranspose(2, kernel = 0)
      ConvTranspose.stride        net       image -> ConvTranspose(2, 3, stride = 0)
      ConvTranspose.dilation      net       image -> ConvTranspose(2, 3, dilation = 0)
      ConvTranspose.pad           net       image -> ConvTranspose(2, 3, pad = -1)
      ConvTranspose.extra         net       image -> ConvTranspose(2, 3, extra = -1)
      LocallyConnected.units      net       image -> LocallyConnected(units = 0, kernel = 3)
      LocallyConnected.kernel     net       image -> LocallyConnected(2, kernel = 0)
      LocallyConnected.stride     net       image -> LocallyConnected(2, 3, stride = 0)
      LocallyConnected.dilation   net       image -> LocallyConnected(2, 3, dilation = 0)
      LocallyConnected.pad        net       image -> LocallyConnected(2, 3, pad = -1)
      max_pool.kernel             net       max_pool(image, kernel = 0)
      max_pool.stride             net       max_pool(image, 2, stride = 0)
      max_pool.pad                net       max_pool(image, 2, pad = -1)
      avg_pool.kernel             net       avg_pool(image, kernel = 0)
      avg_pool.stride             net       avg_pool(image, 2, stride = 0)
      avg_pool.pad                net       avg_pool(image, 2, pad = -1)
      adaptive_avg_pool.size      net       adaptive_avg_pool(image, size = 0)
      adaptive_max_pool.size      net       adaptive_max_pool(image, size = 0)
      upsample.scale              net       upsample(image, scale = 0)
      upsample.mode               net       upsample(image, 2, mode = same)
      SpatialDropout.rate         net       image -> SpatialDropout(rate = 1)
      softmax.axis                net       softmax(x, axis = 3)
      log_softmax.axis            net       log_softmax(x, axis = 3)
      """;

  /** Any number or tensor goes, or another function is to look at it. */
  private static final Set<String> FREE =
      Set.of(
          // What a function works on.
          "x",
          "w",
          "prediction",
          "target",
          "label",
          "logits",
          "position",
          "body",
          "edge.size",
          "reflect.size",
          "circular.size",
          "forward",
          "backward",
          "measure",
          "weights",
          "mask",
          "init",
          "padding",
          // Any number, also below 0.
          "move.down",
          "move.right",
          "spin.degrees",
          "erase.value",
          "filled.value",
          "identity.gain",
          "orthogonal.gain",
          "truncated_normal.mean",
          "constant.value",
          "linear.from",
          "linear.to",
          "cosine.to",
          "polynomial.to",
          "cyclic.low",
          "cyclic.high",
          "cosine_restarts.to",
          "one_cycle.peak",
          "plateau.least");

  static List<String> refused() {
    return REFUSED.lines().toList();
  }

  @Test
  void everyArgumentIsHere() {
    var wanted = new TreeSet<String>();
    for (String module : Library.MODULES) {
      for (Declaration declaration :
          SyntaxReader.read(Library.source(module), new DiagnosticSink()).declarations()) {
        for (Declaration.Parameter parameter : parameters(declaration)) {
          String name = parameter.name().text();
          String full = declaration.name() + "." + name;
          if (!FREE.contains(name) && !FREE.contains(full)) {
            wanted.add(full);
          }
        }
      }
    }
    assertThat(new TreeSet<>(refused().stream().map(line -> line.split(" +")[0]).toList()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Those without a type, which are no tensors, and are neither true nor false. */
  private static List<Declaration.Parameter> parameters(Declaration declaration) {
    var all = new ArrayList<Declaration.Parameter>();
    if (declaration instanceof Declaration.Definition definition) {
      all.addAll(definition.parameters());
    } else if (declaration instanceof Declaration.Rule rule) {
      all.addAll(rule.parameters());
    }
    all.removeIf(p -> p.type() != null || p.defaultValue() instanceof Expression.Truth);
    return all;
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefused(String line) {
    String[] parts = line.split(" +", 3);
    String argument = parts[0].substring(parts[0].indexOf('.') + 1);
    List<Diagnostic> errors = errors(parts[1], parts[2]);
    assertThat(errors).as(line).hasSize(1);
    Diagnostic error = errors.get(0);
    assertThat(error.help()).as(line).isNotEmpty();
    assertThat(error.primary()).as(line).isNotNull();
    assertThat(error.primary().file().name()).isEqualTo("ranges.net");
    if (error.code() == Code.T214) {
      assertThat(error.message()).as(line).contains(argument);
    }
  }

  @Test
  void schedulesArePassed() {
    assertThat(errors("optimizer", "Sgd(lr = linear(0, 0.1), momentum = 0.5 -> cosine)")).isEmpty();
    assertThat(errors("net", "elu(x, alpha = exp(mean(x)))")).isEmpty();
  }

  private static List<Diagnostic> errors(String place, String use) {
    boolean optimizer = place.equals("optimizer");
    String lr = place.equals("lr") ? "Sgd(lr = 0.1 -> " + use + ")" : "Sgd";
    String text =
        """
        tulle 1
        dim species = 8
        net Wide {
          input  x: [8]
          input  series: [4, 8]
          input  heads: [4, 2, 4]
          input  image: [6, 6, 2]
          input  label: species
          target kind: [8]
          param  kernels: [3, 8, 2] = 1
          let used = sum(x) + sum(series) + sum(heads) + sum(image) + (if label == 0 then 1 else 0) + sum(kernels)
        %s
          output y = x -> Dense(8, init = %s)
          loss fit = mse(y, kind) + 0 * used
        }
        data Rows {
          from   = csv("rows.csv")
          x      = columns("x*")
          series = columns("s*")
          heads  = columns("h*")
          image  = columns("i*")
          label  = column("l") as species
          kind   = columns("k*")
        %s
        }
        train Wide on Rows {
          optimizer = %s
        %s
        }
        """
            .formatted(
                place.equals("net") ? "  output other = " + use : "",
                place.equals("init") ? use : "he_uniform",
                place.equals("augment") ? "  augment " + use : "",
                optimizer ? use : lr,
                Set.of("average", "penalty").contains(place) ? "  " + place + " = " + use : "");
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("ranges.net", text)), CompileOptions.DEFAULT);
    return result.diagnostics().stream()
        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
        .toList();
  }
}
