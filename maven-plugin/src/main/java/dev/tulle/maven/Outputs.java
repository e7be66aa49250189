package dev.tulle.maven;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.WholeFile;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.NetFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;

/** The files that are made of compiled nets. */
final class Outputs {
  private Outputs() {}

  /**
   * The bytes of every file, in the order of the nets.
   *
   * @param files the Java of what was compiled
   * @param imported files of the project that the nets import and that are not compiled, by module
   */
  static Map<Path, byte[]> of(
      CompileResult result,
      List<GeneratedFile> files,
      Map<String, List<SourceFile>> imported,
      Folders folders,
      String runtime,
      String encoding)
      throws MojoFailureException {
    Map<Path, byte[]> outputs = new LinkedHashMap<>();
    for (GeneratedFile file : files) {
      Path folder = file.vectorApi() ? folders.kernels() : folders.sources();
      outputs.put(folder.resolve(file.path()), encode(file, Charset.forName(encoding)));
    }
    compileKernels(files, runtime)
        .forEach(
            (name, bytes) ->
                outputs.put(folders.resources().resolve(name.replace('.', '/') + ".class"), bytes));
    for (NetFile file : result.files()) {
      if (file.module() != null) {
        addForImporters(file.module().toString(), file.source(), folders, outputs);
      }
    }
    imported.forEach(
        (module, sources) ->
            sources.forEach(file -> addForImporters(module, file, folders, outputs)));
    return outputs;
  }

  /** A module's files come from any folders, and lie in one for importers: names may be taken. */
  private static void addForImporters(
      String module, SourceFile file, Folders folders, Map<Path, byte[]> outputs) {
    Path folder = folders.resources().resolve(ModulePath.FOLDER + ModulePath.path(module));
    String name = String.valueOf(Path.of(file.name()).getFileName());
    byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
    byte[] other = outputs.putIfAbsent(folder.resolve(name), text);
    for (int i = 2; other != null && !Arrays.equals(other, text); i++) {
      String numbered = name.replaceFirst("(\\.net)?$", "-" + i + ".net");
      other = outputs.putIfAbsent(folder.resolve(numbered), text);
    }
  }

  /** Writes what differs from what is there; the files that it wrote. */
  static List<Path> write(Map<Path, byte[]> outputs) throws IOException {
    var written = new ArrayList<Path>();
    for (Map.Entry<Path, byte[]> output : outputs.entrySet()) {
      if (WholeFile.write(output.getKey(), output.getValue())) {
        written.add(output.getKey());
      }
    }
    return written;
  }

  private static Map<String, byte[]> compileKernels(List<GeneratedFile> files, String runtime)
      throws MojoFailureException {
    try {
      return VectorKernels.compile(files, runtime);
    } catch (IllegalStateException e) {
      throw new MojoFailureException("the kernels cannot be compiled: " + e.getMessage(), e);
    }
  }

  private static byte[] encode(GeneratedFile file, Charset charset) throws MojoFailureException {
    try {
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(file.text()));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new MojoFailureException(
          "%s has letters that %s cannot write; set project.build.sourceEncoding to UTF-8"
              .formatted(file.className(), charset),
          e);
    }
  }
}
