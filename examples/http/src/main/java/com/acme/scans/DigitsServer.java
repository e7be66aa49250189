package com.acme.scans;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads digits over HTTP: {@code POST /digits} with {@code {"pixels": [64 numbers from 0 to 16]}}
 * answers {@code {"digit": "7", "probabilities": {"0": …}}}. One model serves every request.
 */
public final class DigitsServer implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 16;

  /** Of a request that is too long, this many times as much is read and thrown away. */
  private static final int MOST_DRAINED = 256;

  private final Digits digits;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Starts.
   *
   * @param port on the loopback; 0 for any that is free
   */
  public DigitsServer(Digits digits, int port) throws IOException {
    this.digits = digits;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads = Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** {@code DigitsServer [PORT]}; 8080 unless told. */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
    var server = new DigitsServer(Digits.load("digits.safetensors"), port);
    System.out.println("http://localhost:" + server.port() + "/digits");
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/digits")) {
        send(exchange, 404, error("there is only POST /digits here"));
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        send(exchange, 405, error("POST /digits is meant"));
      } else {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
          drain(exchange.getRequestBody());
          send(exchange, 413, error("more than " + MOST_BYTES + " bytes"));
        } else {
          predict(exchange, body);
        }
      }
    }
  }

  /** A client that is still sending would find its connection reset instead of the answer. */
  private static void drain(InputStream body) throws IOException {
    int blocks = 0;
    while (blocks < MOST_DRAINED && body.readNBytes(MOST_BYTES).length > 0) {
      blocks++;
    }
  }

  private void predict(HttpExchange exchange, byte[] body) throws IOException {
    float[] probs;
    try {
      probs = digits.probs(pixels(body));
    } catch (IllegalArgumentException e) {
      send(exchange, 400, error(String.valueOf(e.getMessage())));
      return;
    }
    Map<String, Object> probabilities = new LinkedHashMap<>();
    List<String> names = digits.digitNames();
    for (int i = 0; i < probs.length; i++) {
      probabilities.put(names.get(i), probs[i]);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("digit", digits.digitOf(probs));
    answer.put("probabilities", probabilities);
    send(exchange, 200, answer);
  }

  private static float[] pixels(byte[] body) throws IOException {
    Object pixels;
    try {
      pixels = JSON.std.mapFrom(body).get("pixels");
    } catch (JSONObjectException e) {
      throw new IllegalArgumentException("the body is not a JSON object", e);
    }
    if (!(pixels instanceof List<?> list)) {
      throw new IllegalArgumentException("`pixels` is wanted, a list of numbers");
    }
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw new IllegalArgumentException("`pixels` holds `" + list.get(i) + "`, no number");
      }
      values[i] = number.floatValue();
    }
    return values;
  }

  private static Map<String, Object> error(String sentence) {
    return Map.of("error", sentence);
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> answer)
      throws IOException {
    byte[] bytes = JSON.std.asBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
