package dev.tulle.benchmarks.compare;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that measures what it is asked for; between questions it waits. One that has ended
 * answers with the error of its end.
 */
final class Contestant implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final LastWords lastWords;
  private final BufferedReader answers;
  private final Writer questions;
  private final String name;
  private final String version;

  private Contestant(List<String> command, Process process) throws IOException {
    this.command = command;
    this.process = process;
    lastWords = new LastWords(process);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Map<String, Object> introduction = introduction();
    name = String.valueOf(introduction.get("name"));
    version = String.valueOf(introduction.get("version"));
  }

  /**
   * Starts a process and waits until it says its name.
   *
   * @throws IOException where it ends before, which is how a peer that is not installed is known
   */
  static Contestant start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try {
      return new Contestant(command, process);
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
  }

  private Map<String, Object> introduction() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("ended before it said its name: " + lastWords.text());
    }
    try {
      return JsonReader.readObject(line);
    } catch (JsonException e) {
      throw new IOException("said, instead of its name: " + line, e);
    }
  }

  /** Who it is. */
  String name() {
    return name;
  }

  String version() {
    return version;
  }

  /** Another process of the same kind, that has done nothing yet. */
  Contestant fresh() throws IOException {
    return start(command);
  }

  Answer ask(Task task, String model, double seconds) {
    return ask(task.word() + " " + model + " " + seconds);
  }

  /** One question, one answer. */
  Answer ask(String question) {
    String line;
    try {
      questions.write(question + "\n");
      questions.flush();
      line = answers.readLine();
    } catch (IOException e) {
      line = null; // nobody reads questions any more
    }
    if (line == null) {
      return Answer.error("ended: " + lastWords.text());
    }
    try {
      return Answer.read(line);
    } catch (JsonException e) {
      return Answer.error("answered: " + line);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
    } catch (IOException e) {
      process.destroy(); // what was not yet sent is for nobody
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
