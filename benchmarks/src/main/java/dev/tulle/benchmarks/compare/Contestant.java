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

/** A process that measures what it is asked for; between questions it waits. */
final class Contestant implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final String name;
  private final String version;

  private Contestant(List<String> command, Process process) throws IOException {
    this.command = command;
    this.process = process;
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
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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
      throw new IOException("`" + String.join(" ", command) + "` ended before it said its name");
    }
    try {
      return JsonReader.readObject(line);
    } catch (JsonException e) {
      throw new IOException("`" + String.join(" ", command) + "` said: " + line, e);
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

  Answer ask(Task task, String model, double seconds) throws IOException {
    return ask(task.word() + " " + model + " " + seconds);
  }

  /** One question, one answer. */
  Answer ask(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " ended at `" + question + "`");
    }
    try {
      return Answer.read(line);
    } catch (JsonException e) {
      throw new IOException(name + " answered: " + line, e);
    }
  }

  @Override
  public void close() throws IOException {
    questions.close();
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
