package dev.tulle.compiler.vectors;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthsTest {
  @Test
  void first() {
    Program program =
        Compiled.program(
            new SourceFile(
                "net.net",
                """
                tulle 1
                module lengths
                dim time <= 20
                net Case {
                  input x: [time, 5]
                  target y: [time, 3]
                  let h = x -> Dense(7) -> tanh
                  let score[i, j] = sum[e](h[i, e] * h[j, e])
                  let mix[i, e] = sum[j](softmax(score)[i, j] * h[j, e])
                  output out = mix -> Dense(3)
                  loss fit = mean((out - y)^2)
                }
                data Rows {
                  from = csv("rows.csv")
                  x = columns("x*")
                  y = columns("y*")
                }
                train Case on Rows { epochs = 1  optimizer = Sgd(lr = 0.1) }
                """));
    List<GeneratedFile> files = JavaWriter.write(program);
    for (GeneratedFile f : files) System.out.println(f.text());
    InMemoryCompiler.load(files);
  }
}
