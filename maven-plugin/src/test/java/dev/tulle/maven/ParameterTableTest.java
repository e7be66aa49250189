package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of the plugin says of goals and parameters what the plugin's descriptor says. */
class ParameterTableTest {
  private static final Path PAGE = Path.of("README.md");
  private static final Pattern GOALS = table("goal");
  private static final Pattern PARAMETERS = table("parameter");

  /** With {@code -Dtulle.regenerate=true} the tables are written anew, and the run still fails. */
  @Test
  void pageIsUpToDate() throws Exception {
    List<Element> goals = goals();
    String written = Files.readString(PAGE);
    assertThat(GOALS.matcher(written).results()).hasSize(1);
    assertThat(PARAMETERS.matcher(written).results()).hasSize(1);
    String generated =
        PARAMETERS
            .matcher(GOALS.matcher(written).replaceFirst(quoted(goalTable(goals))))
            .replaceFirst(quoted(parameterTable(goals)));
    if (Boolean.getBoolean("tulle.regenerate") && !generated.equals(written)) {
      Files.writeString(PAGE, generated);
      fail(PAGE + " was written anew: read it, then run without tulle.regenerate");
    }
    assertThat(written).isEqualTo(generated);
  }

  /** What {@code mvn tulle:help -Ddetail} prints of them. */
  @Test
  void everyGoalAndParameterIsDescribed() throws Exception {
    List<Element> goals = goals();
    assertThat(goals)
        .extracting(goal -> text(goal, "goal"))
        .containsExactly("check", "generate", "generate-test", "help", "summary");
    for (Element goal : goals) {
      assertThat(text(goal, "description")).as(text(goal, "goal")).contains(".");
      for (Element parameter : parameters(goal)) {
        assertThat(text(parameter, "description"))
            .as(text(goal, "goal") + " " + text(parameter, "name"))
            .endsWith(".");
      }
    }
  }

  private static Pattern table(String first) {
    return Pattern.compile("(?m)^\\| " + first + " \\|.*\n(?:\\|.*\n)*");
  }

  private static String quoted(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private static String goalTable(List<Element> goals) {
    var table = new StringBuilder("| goal | runs | |\n|---|---|---|\n");
    for (Element goal : goals) {
      String phase = text(goal, "phase");
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  text(goal, "goal"),
                  phase.isEmpty() ? "when called" : "in `" + phase + "`",
                  text(goal, "description").replaceFirst("(?<=\\.) .*", "")));
    }
    return table.toString();
  }

  /** A row for each parameter; goals for which it has another default or meaning have their own. */
  private static String parameterTable(List<Element> goals) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Element goal : goals) {
      if (text(goal, "goal").equals("help")) {
        continue;
      }
      for (Element parameter : parameters(goal)) {
        Default value = Default.of(goal, text(parameter, "name"));
        String row =
            "| `%s` | %s | %s | %%s | %s |\n"
                .formatted(
                    text(parameter, "name"),
                    code(value.property),
                    code(value.value),
                    text(parameter, "description"));
        rows.computeIfAbsent(row, k -> new ArrayList<>()).add("`" + text(goal, "goal") + "`");
      }
    }
    var table = new StringBuilder("| parameter | property | default | goals | |\n");
    table.append("|---|---|---|---|---|\n");
    rows.forEach(
        (row, names) ->
            table.append(row.formatted(names.size() == 4 ? "all" : String.join(", ", names))));
    return table.toString();
  }

  /** What a parameter is without a word in the pom, and the property that sets it. */
  private record Default(String property, String value) {
    static Default of(Element goal, String name) {
      for (Element entry : children(child(goal, "configuration"))) {
        if (entry.getTagName().equals(name)) {
          return new Default(
              entry.getTextContent().replaceAll("[${}]", ""),
              entry
                  .getAttribute("default-value")
                  .replace("${project.basedir}/", "")
                  .replace("${project.build.directory}", "target"));
        }
      }
      return new Default("", "");
    }
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static List<Element> goals() throws Exception {
    try (InputStream file =
        ParameterTableTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      if (file == null) {
        throw new IOException("the plugin has no descriptor: mvn process-classes writes it");
      }
      Element plugin =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file)
              .getDocumentElement();
      return children(child(plugin, "mojos"));
    }
  }

  /** Those that a user may set. */
  private static List<Element> parameters(Element goal) {
    return children(child(goal, "parameters")).stream()
        .filter(parameter -> text(parameter, "editable").equals("true"))
        .toList();
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(child -> child.getTagName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Element parent, String name) {
    return children(parent).stream()
        .filter(child -> child.getTagName().equals(name))
        .map(child -> child.getTextContent().strip().replaceAll("\\s+", " "))
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element parent) {
    var elements = new ArrayList<Element>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
