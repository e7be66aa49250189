package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A net whose gradients are the very rows that training sees: each row has weights of its own, and
 * the loss is their product with the row.
 *
 * @param name of the file and its module
 * @param fields what stands behind `augment`: {@code image = flip_x}
 * @param rows of the batch
 * @param height of the pictures, which have one channel
 */
record AugmentedRows(String name, String fields, int rows, int height, int width) {
  /** How many classes the labels have. */
  static final int CLASSES = 3;

  /** What training makes of a batch, row by row. */
  record Seen(double[][] images, double[][] labels) {}

  SourceFile file() {
    return file("");
  }

  SourceFile file(String imports) {
    String text =
        """
        tulle 1
        module vectors.%s
        %s

        net Case {
          input  image: [%d, %d, 1], pick: [%d]
          target label: [%d]
          param  w: [%d, %d, %d, 1] = 0
          param  v: [%d, %d] = 0
          output twice = 2 * image
          loss   seen = sum[r, i, j, c](pick[r] * w[r, i, j, c] * image[i, j, c])
          loss   said = sum[r, k](pick[r] * v[r, k] * label[k])
        }

        data Rows {
          from  = csv("rows.csv")
          image = columns("image_*")
          pick  = columns("pick_*")
          label = columns("label_*")
          augment %s
        }

        train Case on Rows {
          epochs    = 1
          optimizer = Sgd(lr = 1)
        }
        """
            .formatted(
                name, imports, height, width, rows, CLASSES, rows, height, width, rows, CLASSES,
                fields);
    return new SourceFile(name + ".net", text);
  }

  /** What the interpreter makes of pictures; the label of row r is class r modulo 3. */
  Seen reference(double[]... images) {
    return run(new ReferenceMachine(Compiled.program(file())), images);
  }

  Seen run(Machine machine, double[]... images) {
    int pixels = height * width;
    Machine.Gradients found = machine.gradient(ports(images), rows);
    double[] gradient = found.of("w");
    double[][] seen = new double[rows][];
    double[][] labels = new double[rows][];
    for (int r = 0; r < rows; r++) {
      // The loss is the mean over the rows.
      int first = r * pixels;
      seen[r] = Arrays.stream(gradient, first, first + pixels).map(g -> g * rows).toArray();
      labels[r] =
          Arrays.stream(found.of("v"), r * CLASSES, (r + 1) * CLASSES).map(g -> g * rows).toArray();
    }
    return new Seen(seen, labels);
  }

  /** The batch, over again where there are fewer pictures than rows. */
  Map<String, double[]> ports(double[]... images) {
    int pixels = height * width;
    double[] all = new double[rows * pixels];
    double[] labels = new double[rows * CLASSES];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(images[r % images.length], 0, all, r * pixels, pixels);
      labels[r * CLASSES + r % CLASSES] = 1;
    }
    var ports = new HashMap<String, double[]>();
    ports.put("image", all);
    ports.put("label", labels);
    ports.put("pick", LayerNet.identity(rows));
    return ports;
  }

  /** A picture of the numbers 1, 2, 3 … */
  double[] numbered() {
    double[] picture = new double[height * width];
    Arrays.setAll(picture, i -> i + 1);
    return picture;
  }

  /** One of {@code augment} for each of the library, with the fields it is about. */
  static final List<String> ALL =
      List.of(
          "image = move(down = 1.25, right = -0.5, height = 1.5, width = 0.75)",
          "image = spin(30)",
          "image = slant(20)",
          "image = shift(0.2)",
          "image = rotate(degrees = 20)",
          "image = scale(0.3)",
          "image = shear(degrees = 20)",
          "image = crop(0.4)",
          "image = pad_crop(2)",
          "image = pad_crop(2, padding = reflect)",
          "image = flip_x",
          "image = flip_y(0.3)",
          "image = erase(0.2)",
          "image = brightness(0.5)",
          "image = contrast(0.5)",
          "image = noise(0.1)",
          "image = shift(0.1) -> rotate(degrees = 8) -> flip_x(0.5) -> noise(0.1)",
          "image, label = mixup(0.3)",
          "image, label = cutmix(1)");
}
