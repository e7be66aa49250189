package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.serving.Orientation;
import dev.tulle.runtime.serving.Pictures;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** A picture in a file of a format that many programs write. */
record ImageFile(Path path) {
  /** What messages call the formats that are read. */
  static final String FORMATS = "PNG, JPEG, BMP or GIF";

  /** What Java calls them: of others it reads more from release to release. */
  private static final Set<String> READ = Set.of("png", "jpeg", "bmp", "gif");

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  /** As many as the largest cameras have; a small file can claim far more. */
  private static final long MOST_PIXELS = 1L << 26;

  /** Whether a file is called like one. */
  static boolean isPicture(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * The samples as bytes, row by row, channels last.
   *
   * @throws DataException D304 where it cannot be read, or has another size and is not resized
   */
  byte[] pixels(DataSource.Pictures wanted) {
    BufferedImage picture = read();
    if (!wanted.resized()
        && (picture.getWidth() != wanted.width() || picture.getHeight() != wanted.height())) {
      throw new DataException(
          "D304",
          "%s is %d x %d pixels (width x height), and the net takes %d x %d"
              .formatted(
                  path, picture.getWidth(), picture.getHeight(), wanted.width(), wanted.height()),
          "`resize(%d, %d)` in place of `pixels` makes all of one size"
              .formatted(wanted.height(), wanted.width()));
    }
    float[] samples = samples(picture, wanted);
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) samples[i];
    }
    return bytes;
  }

  private float[] samples(BufferedImage picture, DataSource.Pictures wanted) {
    String name = path.toString();
    try {
      return wanted.channels() == 1
          ? Pictures.resizedGrey(name, picture, wanted.height(), wanted.width())
          : Pictures.resizedRgb(name, picture, wanted.height(), wanted.width());
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private BufferedImage read() {
    try (InputStream file = Files.newInputStream(path);
        ImageInputStream stream = new MemoryCacheImageInputStream(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new DataException(
            "D304",
            Files.size(path) == 0
                ? path + " is empty"
                : path + " is no " + FORMATS + ", whatever its name says",
            "write it anew as a PNG, or take it away");
      }
      ImageReader reader = readers.next();
      try {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!READ.contains(format)) {
          throw new DataException(
              "D304",
              path + " holds a picture of the format " + format + ", and " + FORMATS + " is read",
              "write it anew as a PNG");
        }
        reader.setInput(stream, true, true);
        BufferedImage picture = read(reader);
        return format.equals("jpeg") ? orientation().upright(picture) : picture;
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException ours) {
        throw ours;
      }
      // Readers of pictures throw whatever a damaged file leads them to.
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private Orientation orientation() throws IOException {
    return Orientation.of(new BufferedInputStream(Files.newInputStream(path)));
  }

  private BufferedImage read(ImageReader reader) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (Math.max(width, height) > Pictures.MOST_SIDE) {
      throw new DataException(
          "D304",
          "%s is %d x %d pixels (width x height), and a side has at most %d"
              .formatted(path, width, height, Pictures.MOST_SIDE),
          "write it smaller, or in parts: a net sees few pixels of it");
    }
    if (width * height > MOST_PIXELS) {
      throw new DataException(
          "D304",
          "%s is %d x %d pixels (width x height), more than the %d that are read"
              .formatted(path, width, height, MOST_PIXELS),
          "write it smaller: a net sees few pixels of it");
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage picture;
    try {
      picture = reader.read(0);
    } catch (IOException e) {
      // Java reads no JPEG of four colours for print, and says no more than this.
      if (String.valueOf(e.getMessage()).contains("Unsupported Image Type")) {
        throw forPrint(e);
      }
      throw e;
    }
    if (reader.getFormatName().equalsIgnoreCase("JPEG") && picture.getRaster().getNumBands() == 4) {
      throw forPrint(null);
    }
    // What is missing of a JPEG that was cut short is filled with grey, and only a warning says so.
    for (String warning : warnings) {
      if (warning.toLowerCase(Locale.ROOT).contains("premature")) {
        throw new IOException("it ends before the picture does");
      }
    }
    return picture;
  }

  private DataException forPrint(@Nullable IOException cause) {
    DataException exception =
        new DataException(
            "D304",
            path + " has colours for print (CMYK), which are not read",
            "write it anew in RGB");
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }

  private DataException damaged(String why, Exception cause) {
    DataException exception =
        new DataException(
            "D304",
            path + " cannot be read as a picture: " + why,
            "write it anew as a PNG, or take it away");
    exception.initCause(cause);
    return exception;
  }
}
