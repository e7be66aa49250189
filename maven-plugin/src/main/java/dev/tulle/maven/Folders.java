package dev.tulle.maven;

import java.io.File;
import java.nio.file.Path;

/**
 * Where an execution reads and writes.
 *
 * @param nets the {@code .net} files
 * @param sources Java that the project compiles
 * @param resources class files of kernels, and {@code .net} files for importers
 * @param kernels the text of the compiled kernels
 * @param classes where the build copies the resources to
 */
record Folders(Path nets, Path sources, Path resources, Path kernels, Path classes) {
  static Folders of(File nets, File sources, File resources, File kernels, String classes) {
    return new Folders(
        nets.toPath(), sources.toPath(), resources.toPath(), kernels.toPath(), Path.of(classes));
  }
}
