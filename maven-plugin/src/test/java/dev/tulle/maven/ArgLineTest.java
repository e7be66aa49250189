package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ArgLineTest {
  @Test
  void keepsWhatIsThereAndAddsTheModuleOnce() {
    var properties = new Properties();
    properties.setProperty("argLine", "-javaagent:jacoco.jar");
    ArgLine.addVectors(properties);
    ArgLine.addVectors(properties);
    assertThat(properties.getProperty("argLine"))
        .isEqualTo("-javaagent:jacoco.jar --add-modules jdk.incubator.vector");
  }

  @Test
  void beginsALineWhereThereIsNone() {
    var properties = new Properties();
    ArgLine.addVectors(properties);
    assertThat(properties.getProperty("argLine")).isEqualTo("--add-modules jdk.incubator.vector");
  }

  @Test
  void saysWhatToWriteWhereTheCommandLineHidesIt() {
    var commandLine = new Properties();
    assertThat(ArgLine.warning(commandLine)).isEmpty();
    commandLine.setProperty("argLine", "-Xmx1g");
    assertThat(ArgLine.warning(commandLine))
        .endsWith("write -DargLine=\"-Xmx1g --add-modules jdk.incubator.vector\"");
    commandLine.setProperty("argLine", "-Xmx1g --add-modules jdk.incubator.vector");
    assertThat(ArgLine.warning(commandLine)).isEmpty();
  }
}
