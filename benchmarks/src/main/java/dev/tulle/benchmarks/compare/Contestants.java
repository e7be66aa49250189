package dev.tulle.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tulle and every peer that is installed, each bound to as many processors as threads.
 *
 * @param all Tulle first
 * @param leftOut why others take no part, by their names, or their scripts' where they did not tell
 */
record Contestants(List<Contestant> all, Map<String, String> leftOut) implements AutoCloseable {
  /** What Tulle is called. */
  static final String TULLE = "Tulle";

  private static final List<List<String>> PEERS =
      List.of(
          List.of("peer_torch.py"),
          List.of("peer_torch.py", "compile"),
          List.of("peer_jax.py"),
          List.of("peer_onnxruntime.py"));

  Contestants {
    all = List.copyOf(all);
    leftOut = Collections.unmodifiableMap(leftOut);
  }

  /**
   * Starts them; who does not start is left out, with a line on standard error.
   *
   * @param java options of Tulle's virtual machine
   * @param without names of peers that shall not take part
   */
  static Contestants start(
      int threads, Path peers, String python, List<String> java, List<String> without)
      throws IOException {
    List<Contestant> all = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    all.add(Contestant.start(bound(threads, tulle(threads, java))));
    for (List<String> peer : PEERS) {
      List<String> command = new ArrayList<>();
      command.add(python);
      command.add(peers.resolve(peer.get(0)).toString());
      command.add(Integer.toString(threads));
      command.addAll(peer.subList(1, peer.size()));
      try {
        Contestant contestant = Contestant.start(bound(threads, command));
        if (without.contains(contestant.name())) {
          contestant.close();
          leftOut.put(contestant.name(), "not wanted");
        } else {
          all.add(contestant);
        }
      } catch (IOException e) {
        leftOut.put(String.join(" ", peer), Objects.requireNonNull(e.getMessage()));
      }
    }
    leftOut.forEach((name, why) -> System.err.println("left out: " + name + ", " + why));
    return new Contestants(all, leftOut);
  }

  private static List<String> tulle(int threads, List<String> java) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(java);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(TulleContestant.class.getName());
    command.add(Integer.toString(threads));
    return command;
  }

  /** Binds a command to the first processors, where the system can. */
  static List<String> bound(int threads, List<String> command) {
    boolean can =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    if (!can || threads > Runtime.getRuntime().availableProcessors()) {
      return command;
    }
    String processors =
        IntStream.range(0, threads).mapToObj(Integer::toString).collect(Collectors.joining(","));
    List<String> whole = new ArrayList<>(List.of("taskset", "-c", processors));
    whole.addAll(command);
    return whole;
  }

  Contestant tulle() {
    return all.get(0);
  }

  @Override
  public void close() throws IOException {
    for (Contestant contestant : all) {
      contestant.close();
    }
  }
}
