package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents that build a project of their own, which needs Tulle's artifacts packed in {@code
 * tulle.repository}: run in the phase integration-test.
 */
class ProjectDocumentsIT {
  @TempDir static Path folder;
  private static final List<Workplace> WORKPLACES = new ArrayList<>();

  @TestFactory
  Stream<DynamicNode> blocks() {
    List<Document> documents =
        DocumentsTest.documents().stream().filter(Document::buildsProject).toList();
    assertThat(documents).isNotEmpty();
    return documents.stream()
        .map(
            d ->
                DynamicContainer.dynamicContainer(
                    d.toString(), DocumentsTest.tests(d, () -> workplace(d))));
  }

  private static Workplace workplace(Document document) throws IOException {
    var workplace = new Workplace(Files.createDirectories(folder.resolve(document.path())));
    WORKPLACES.add(workplace);
    workplace.addMaven(
        property("maven.home"), property("tulle.repository"), property("tulle.others"));
    return workplace;
  }

  private static Path property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as("the property %s", name).isNotNull();
    return Path.of(value);
  }

  @AfterAll
  static void end() throws IOException {
    for (Workplace workplace : WORKPLACES) {
      workplace.endStarted();
    }
  }
}
