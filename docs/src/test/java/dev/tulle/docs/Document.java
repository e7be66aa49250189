package dev.tulle.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * What a Markdown file holds that can be tested.
 *
 * @param path relative to the repository
 * @param templates texts that complete fragments, by name: {@code <!-- template NAME … -->}
 * @param links where its links lead
 * @param anchors of its headings, as GitHub makes them
 * @param codes the code in its running text
 */
record Document(
    Path path,
    List<Block> blocks,
    Map<String, String> templates,
    List<String> links,
    List<String> anchors,
    List<String> codes) {
  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final String TEMPLATE = "<!-- template ";
  private static final String RUN = "<!-- run\n";

  /** Every document of the repository that is not made by a build. */
  static List<Document> all() {
    return SourceFiles.below(REPOSITORY).stream()
        .filter(f -> f.toString().endsWith(".md"))
        .map(REPOSITORY::relativize)
        // The pages of errors are parts of docs/errors.md.
        .filter(f -> !f.startsWith(Path.of("compiler", "src", "main")))
        .sorted()
        .map(Document::read)
        .toList();
  }

  static Document read(Path path) {
    try {
      return parse(path, Files.readString(REPOSITORY.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document parse(Path path, String text) {
    Node root = Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build().parse(text);
    var reader = new Reader();
    root.accept(reader);
    return new Document(
        path, reader.blocks, reader.templates, reader.links, reader.anchors, reader.codes);
  }

  /** Whether it builds a project with Maven and Tulle's plugin, which must be packed for that. */
  boolean buildsProject() {
    return blocks.stream().anyMatch(block -> block.has("project"));
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static final class Reader extends AbstractVisitor {
    final List<Block> blocks = new ArrayList<>();
    final Map<String, String> templates = new HashMap<>();
    final List<String> links = new ArrayList<>();
    final List<String> anchors = new ArrayList<>();
    final List<String> codes = new ArrayList<>();

    @Override
    public void visit(FencedCodeBlock fenced) {
      String[] words = fenced.getInfo().strip().split("\\s+");
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int i = 1; i < words.length; i++) {
        String[] pair = words[i].split("=", 2);
        attributes.put(pair[0], pair.length == 2 ? pair[1] : "");
      }
      int line = fenced.getSourceSpans().get(0).getLineIndex() + 1;
      blocks.add(new Block(line, words[0], attributes, fenced.getLiteral()));
    }

    @Override
    public void visit(HtmlBlock html) {
      String text = html.getLiteral();
      if (text.startsWith(RUN)) {
        int line = html.getSourceSpans().get(0).getLineIndex() + 1;
        String commands = text.substring(RUN.length(), text.lastIndexOf("-->"));
        blocks.add(new Block(line, "sh", Map.of(), commands));
      }
      if (text.startsWith(TEMPLATE)) {
        String name = text.substring(TEMPLATE.length(), text.indexOf('\n')).strip();
        templates.put(name, text.substring(text.indexOf('\n') + 1, text.lastIndexOf("-->")));
      }
    }

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
    }

    @Override
    public void visit(Code code) {
      codes.add(code.getLiteral());
    }

    @Override
    public void visit(Heading heading) {
      var words = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text text) {
              words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
              words.append(code.getLiteral());
            }
          });
      String slug =
          words
              .toString()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      var taken = new TreeSet<>(anchors);
      String anchor = slug;
      for (int i = 1; taken.contains(anchor); i++) {
        anchor = slug + "-" + i;
      }
      anchors.add(anchor);
      visitChildren(heading);
    }
  }
}
