package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.GeneratedGraph;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A net whose dims vary is at every length what the interpreter says, and what the same net of that
 * fixed length is: outputs, losses and all gradients, as scalars and as vectors.
 */
class LengthsTest {
  private static final int ROWS = 3;

  /** Around the vectors of every machine, primes, the bound. */
  private static final int[] LENGTHS = {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 20};

  private static final Pattern BOUND = Pattern.compile("dim (\\w+) <= (\\d+)");

  /**
   * @param least the shortest length that it works with
   * @param body the net's statements
   * @param fixable whether the same text with a fixed size is the same net
   */
  record Case(String name, int least, String body, boolean fixable) {
    /** The package of its classes. */
    String module() {
      return "lengths." + name.replace(' ', '_');
    }

    Program program() {
      return Compiled.program(new SourceFile("lengths.net", text(module())));
    }

    private String text(String module) {
      return body.replaceFirst("module lengths", "module " + module);
    }

    /** The same net with dims of a fixed size; null where there is none. */
    @Nullable SourceFile fixed(Map<Symbol, Integer> lengths, int length) {
      if (!fixable || length < least) {
        return null;
      }
      String text = text(module() + "_" + length);
      for (Map.Entry<Symbol, Integer> entry : lengths.entrySet()) {
        String dim = "dim " + entry.getKey().name();
        text = text.replaceFirst(dim + " <= \\d+", dim + " = " + entry.getValue());
      }
      assertThat(text).doesNotContainPattern(BOUND);
      return new SourceFile("lengths.net", text);
    }
  }

  private static Case net(String name, String statements) {
    return net(name, 1, statements, "", true);
  }

  private static Case net(String name, int least, String statements, String more, boolean fixable) {
    var fields = new StringBuilder();
    var ports = Pattern.compile("(?m)^\\s*(?:input|target) +(\\w+): *(\\w*)").matcher(statements);
    while (ports.find()) {
      fields.append(
          "  %1$s = columns(\"%1$s*\")%2$s\n"
              .formatted(ports.group(1), ports.group(2).isEmpty() ? "" : " as " + ports.group(2)));
    }
    String text =
        """
        tulle 1
        module lengths
        dim time <= 20, word = 11
        %s
        net Case {
        %s
        }
        data Rows {
          from = csv("rows.csv")
        %s}
        train Case on Rows { epochs = 1  optimizer = Sgd(lr = 0.1) }
        """
            .formatted(more, statements.stripTrailing(), fields);
    return new Case(name, least, text, fixable);
  }

  static Stream<Case> cases() {
    return Stream.of(
        net(
            "dense over time",
            """
              input x: [time, 5]
              target y: [time, 3]
              output out = x -> Dense(7) -> relu -> LayerNorm -> Dense(3)
              loss fit = mse(out, y)
            """),
        net(
            "softmax over time and a product whose depth is time",
            """
              input x: [time, 5]
              target y: [time, 3]
              let h = x -> Dense(7) -> tanh
              let score[i, j] = sum[e](h[i, e] * h[j, e])
              let look = softmax(score)
              let mix[i, e] = sum[j](look[i, j] * h[j, e])
              output out = mix -> Dense(3)
              loss fit = mean((out - y)^2)
            """),
        net(
            "convolution of the same length",
            """
              input x: [time, 5]
              target y: [time, 2]
              output out = x -> Conv(6, kernel = 3) -> relu -> Conv(2, kernel = 5)
              loss fit = mse(out, y)
            """),
        net(
            "convolution that shortens",
            5,
            """
              input x: [time, 5]
              target y: [3]
              let h = x -> Conv(6, kernel = 3, pad = valid) -> tanh -> Conv(4, kernel = 3, pad = valid)
              output out = global_avg_pool(h) -> Dense(3)
              loss fit = mse(out, y)
            """,
            "",
            true),
        net(
            "dilated and grouped convolution",
            """
              input x: [time, 4]
              target y: [time, 4]
              output out = x -> Conv(4, kernel = 3, dilation = 2) -> Conv(4, kernel = 3, groups = 2)
              loss fit = mse(out, y)
            """),
        net(
            "Lstm and its last state",
            """
              input x: [time, 5]
              target y: [3]
              output out = x -> Lstm(6) -> last -> Dense(3)
              loss fit = mse(out, y)
            """),
        net(
            "Gru of a sequence",
            """
              input x: [time, 5]
              target y: [time, 3]
              output out = x -> Gru(6) -> Gru(4, reverse = true) -> Dense(3)
              loss fit = mse(out, y)
            """),
        net(
            "both directions",
            """
              input x: [time, 5]
              target y: [time, 8]
              output out = x -> Bidirectional(Rnn(4), Rnn(4))
              loss fit = mse(out, y)
            """),
        net(
            "causal attention",
            1,
            """
              input x: [time, 8]
              target y: [time, 8]
              output out = x -> LayerNorm -> Attend(2)
              loss fit = mse(out, y)
            """,
            """
            block Attend(heads) {
              input x: [t, d]
              let (q, k, v) = x -> Dense(3 * d, bias = false)
                -> reshape([t, 3, heads, d / heads]) -> unstack(1)
              let score[h, i, j] = sum[e](q[i, h, e] * k[j, h, e]) / sqrt(d / heads)
              let masked[h, i, j] = if j <= i then score[h, i, j] else -1e9
              let look = softmax(masked)
              let mix[i, h, e] = sum[j](look[h, i, j] * v[j, h, e])
              output y: [t, d] = mix -> reshape([t, d]) -> Dense(d)
            }
            """,
            true),
        net(
            "pooling over time",
            """
              input x: [time, 5]
              target y: [6]
              let h = x -> Dense(3)
              let middle[k] = mean[i](h[i, k])
              let top[k] = max[i](h[i, k])
              output out = concat(middle, top) -> Dense(6)
              loss fit = mse(out, y)
            """),
        net(
            "looked up embeddings",
            """
              input tokens: word[time]
              target next: word[time]
              param w: [word, 6] ~ normal(0, 0.5)
              let e[i, d] = w[tokens[i], d]
              output logits = e -> Dense(8) -> gelu -> Dense(word)
              loss fit = cross_entropy(logits, next)
            """),
        net(
            "an encoder and a decoder",
            1,
            """
              input x: [source, 5]
              input tokens: word[time]
              target next: word[time]
              param w: [word, 6] ~ normal(0, 0.5)
              let memory = x -> Dense(6) -> tanh
              let query[i, d] = w[tokens[i], d]
              let score[i, j] = sum[d](query[i, d] * memory[j, d])
              let look = softmax(score)
              let mix[i, d] = sum[j](look[i, j] * memory[j, d])
              output logits = concat(mix, query) -> Dense(word)
              loss fit = cross_entropy(logits, next)
            """,
            "dim source <= 20",
            true),
        net(
            "a token in front",
            """
              input x: [time, 5]
              target y: [4]
              param token: [1, 5] ~ normal(0, 0.5)
              let all = concat(token, x, axis = 0)
              let h = all -> Dense(4) -> tanh
              let score[i, j] = sum[e](h[i, e] * h[j, e])
              let look = softmax(score)
              let mix[i, e] = sum[j](look[i, j] * h[j, e])
              let first[e] = mix[0, e]
              output out = first
              loss fit = mse(out, y)
            """),
        net(
            "numbers behind and slices of them",
            """
              input x: [time, 4]
              target y: [time, 4]
              let wide = pad_axis(x -> Dense(4), axis = 0, before = 2, after = 1, value = 0.5)
              let end = slice(wide, axis = 0, start = 3, size = time)
              let begin = slice(wide, axis = 0, start = 0, size = time)
              let joined = concat(end, begin, axis = 0)
              output out = slice(joined, axis = 0, start = time, size = time) + end
              loss fit = mse(out, y)
            """),
        net(
            "numbers that depend on the length",
            """
              input x: [time, 4]
              target y: [time, 4]
              let back[i < time, k] = x[time - 1 - i, k]
              let place[i < time] = (i + 1) / time
              let h[i, k] = back[i, k] * place[i] / sqrt(time) + (if time < 4 then 1 else 2)
              output out = h -> Dense(4)
              loss fit = mse(out, y)
            """),
        net(
            "a table as long as the bound",
            1,
            """
              input x: [time, 4]
              target y: [time, 4]
              output out = x -> Places -> Dense(4)
              loss fit = mse(out, y)
            """,
            """
            block Places {
              input x: [t, d]
              param table: [bound(t), d] ~ normal(0, 0.5)
              output y = x + slice(table, axis = 0, start = 0, size = t)
            }
            """,
            false),
        net(
            "axes that are moved and joined",
            """
              input x: [time, 2, 3]
              target y: [time, 6]
              let turned = transpose(x, axes = [2, 0, 1])
              let h[i, a, b] = turned[b, i, a]
              let flat = h -> Dense(3) -> reshape([time, _])
              let all = flat -> reshape([_])
              output out = all -> reshape([time, 6]) -> Dense(6)
              loss fit = mse(out, y)
            """),
        net(
            // A bias in front of the norm would have no gradient but what rounding leaves.
            "dropout and batch norm",
            """
              input x: [time, 5]
              target y: [time, 3]
              output out = x -> Dense(8, bias = false) -> BatchNorm -> relu -> Dropout(0.3) -> Dense(3)
              loss fit = mse(out, y)
            """));
  }

  /** Lengths at which a net is held against the same net of a fixed size. */
  private static final int[] FIXED = {1, 7, 20};

  private static final List<Case> CASES = cases().toList();
  private static final List<Program> PROGRAMS = CASES.stream().map(Case::program).toList();
  private static ClassLoader vectors;
  private static ClassLoader scalars;

  /** All classes in one go: javac's start costs more than they. */
  @BeforeAll
  static void compile() {
    var varying = new ArrayList<GeneratedFile>();
    var files = new ArrayList<GeneratedFile>();
    for (int i = 0; i < CASES.size(); i++) {
      varying.addAll(JavaWriter.write(PROGRAMS.get(i)));
      for (int length : FIXED) {
        SourceFile fixed = CASES.get(i).fixed(lengths(PROGRAMS.get(i), length), length);
        if (fixed != null) {
          files.addAll(JavaWriter.write(Compiled.program(fixed)));
        }
      }
    }
    files.addAll(varying);
    vectors = InMemoryCompiler.load(GeneratedGraph.forced(files, true));
    scalars = InMemoryCompiler.load(GeneratedGraph.forced(varying, false));
  }

  static IntStream numbers() {
    return IntStream.range(0, CASES.size());
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyLengthIsWhatTheNetSays(int number) {
    Case c = CASES.get(number);
    Program program = PROGRAMS.get(number);
    for (int length : LENGTHS) {
      if (length < c.least()) {
        continue;
      }
      Map<Symbol, Integer> lengths = lengths(program, length);
      Map<String, double[]> ports = ports(program, lengths);
      Machine vector = new GeneratedMachine(net(vectors, c.module()), of(lengths));
      Machine scalar = new GeneratedMachine(net(scalars, c.module()), of(lengths));
      agree(
          c.name() + " as vectors, length " + length,
          program,
          new ReferenceMachine(program, lengths),
          vector,
          ports,
          2e-4);
      agree(
          c.name() + " as scalars, length " + length,
          program,
          new ReferenceMachine(program, lengths),
          scalar,
          ports,
          2e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aLengthThatVariesIsAsOneThatIsFixed(int number) {
    Case c = CASES.get(number);
    Program program = PROGRAMS.get(number);
    for (int length : FIXED) {
      Map<Symbol, Integer> lengths = lengths(program, length);
      if (c.fixed(lengths, length) != null) {
        Machine wanted = new GeneratedMachine(net(vectors, c.module() + "_" + length));
        Machine found = new GeneratedMachine(net(vectors, c.module()), of(lengths));
        Map<String, double[]> ports = ports(program, lengths);
        agree(c.name() + ", length " + length, program, wanted, found, ports, 1e-6);
      }
    }
  }

  private static int number(String name) {
    return IntStream.range(0, CASES.size())
        .filter(i -> CASES.get(i).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What pieces are made of are sizes alone, dropout's numbers those of elements. */
  @ParameterizedTest
  @ValueSource(strings = {"dropout and batch norm", "causal attention", "Lstm and its last state"})
  void everyPoolGivesTheSameBits(String name) {
    int number = number(name);
    Program program = PROGRAMS.get(number);
    for (int length : new int[] {1, 13, 20}) {
      Map<Symbol, Integer> lengths = lengths(program, length);
      Map<String, double[]> ports = ports(program, lengths);
      var gradients = new ArrayList<float[]>();
      for (int count : new int[] {1, 2, 5}) {
        try (Threads threads = Threads.of(count)) {
          TrainingNet net = net(vectors, CASES.get(number).module(), threads);
          var machine = new GeneratedMachine(net, of(lengths));
          machine.gradient(ports, ROWS);
          gradients.add(net.gradients.clone());
        }
      }
      assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
      assertThat(gradients.get(2)).isEqualTo(gradients.get(0));
    }
  }

  private static int[] of(Map<Symbol, Integer> lengths) {
    return lengths.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private static TrainingNet net(ClassLoader loader, String module) {
    return net(loader, module, Threads.single());
  }

  private static TrainingNet net(ClassLoader loader, String module, Threads threads) {
    try {
      return (TrainingNet)
          loader
              .loadClass(module + ".CaseTraining")
              .getConstructor(int.class, Threads.class)
              .newInstance(ROWS + 2, threads);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The first dim gets the length, the others lengths next to it. */
  static Map<Symbol, Integer> lengths(Program program, int length) {
    Map<Symbol, Integer> lengths = new LinkedHashMap<>();
    var all = new ArrayList<>(program.inputs());
    all.addAll(program.targets());
    for (Program.Port port : all) {
      for (Symbol symbol : Sum.of(port.shape().count()).symbols().toList()) {
        if (symbol.bound() > 0 && !lengths.containsKey(symbol)) {
          int shift = lengths.size() * 4;
          lengths.put(
              symbol, Math.min(symbol.bound(), shift == 0 ? length : (length + shift) % 20 + 1));
        }
      }
    }
    return lengths;
  }

  private static Map<String, double[]> ports(Program program, Map<Symbol, Integer> lengths) {
    var random = new SplittableRandom(lengths.hashCode());
    Map<String, double[]> ports = new LinkedHashMap<>();
    var all = new ArrayList<>(program.inputs());
    all.addAll(program.targets());
    for (Program.Port port : all) {
      Size count = port.shape().count();
      int elements = (int) Sum.of(count).value(s -> s.equals(Symbol.ROWS) ? ROWS : lengths.get(s));
      ports.put(
          port.name(),
          port.type() == ElementType.INDEX
              ? random.ints(elements, 0, port.classCount()).asDoubleStream().toArray()
              : random.doubles(elements, -1, 1).toArray());
    }
    return ports;
  }

  private static void agree(
      String what,
      Program program,
      Machine wanted,
      Machine found,
      Map<String, double[]> ports,
      double tolerance) {
    for (Program.Port output : program.outputs()) {
      equal(
          what + ": " + output.name(),
          found.predict(output.name(), ports, ROWS),
          wanted.predict(output.name(), ports, ROWS),
          tolerance);
    }
    Machine.Gradients expected = wanted.gradient(ports, ROWS);
    Machine.Gradients actual = found.gradient(ports, ROWS);
    expected
        .losses()
        .forEach(
            (name, loss) ->
                equal(
                    what + ": " + name,
                    new double[] {actual.loss(name)},
                    new double[] {loss},
                    tolerance));
    expected
        .byPath()
        .forEach(
            (path, gradient) ->
                equal(what + ": gradient of " + path, actual.of(path), gradient, tolerance));
  }

  private static void equal(String what, double[] found, double[] wanted, double tolerance) {
    assertThat(found).as(what).hasSameSizeAs(wanted);
    double largest = 1e-2;
    for (double x : wanted) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int i = 0; i < wanted.length; i++) {
      // Written so that NaN fails.
      assertThat(Math.abs(found[i] - wanted[i]) <= tolerance * largest)
          .as("%s [%d] is %s, should be %s", what, i, found[i], wanted[i])
          .isTrue();
    }
  }
}
