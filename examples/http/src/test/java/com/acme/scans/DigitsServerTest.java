package com.acme.scans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DigitsServerTest {
  private static final int CLIENTS = 32;
  private static final int REQUESTS = 100;

  private final HttpClient client = HttpClient.newHttpClient();
  private DigitsServer server;

  @BeforeEach
  void start() throws IOException {
    server = new DigitsServer(Digits.load("digits.safetensors"), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<String[]> scans() throws IOException {
    try (InputStream in = DigitsServerTest.class.getResourceAsStream("scans.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split(",")).toList();
    }
  }

  private static String body(String[] scan) {
    return "{\"pixels\": [" + String.join(",", List.of(scan).subList(0, 64)) + "]}";
  }

  @Test
  void readsDigits() throws IOException, InterruptedException {
    int right = 0;
    List<String[]> scans = scans();
    for (String[] scan : scans) {
      HttpResponse<String> response = send("POST", "/digits", body(scan));
      assertEquals(200, response.statusCode(), response.body());
      right += JSON.std.mapFrom(response.body()).get("digit").equals(scan[64]) ? 1 : 0;
    }
    assertTrue(right >= 0.95 * scans.size(), right + " of " + scans.size());
  }

  @Test
  void answersManyClientsAsItAnswersOne() throws Exception {
    List<String> bodies = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (String[] scan : scans()) {
      bodies.add(body(scan));
      alone.add(send("POST", "/digits", body(scan)).body());
    }
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        int first = c;
        calls.add(
            () -> {
              int same = 0;
              for (int i = first; i < first + REQUESTS; i++) {
                int scan = i % bodies.size();
                String answer = send("POST", "/digits", bodies.get(scan)).body();
                same += answer.equals(alone.get(scan)) ? 1 : 0;
              }
              return same;
            });
      }
      for (Future<Integer> same : clients.invokeAll(calls)) {
        assertEquals(REQUESTS, same.get());
      }
    } finally {
      clients.shutdown();
    }
  }

  @Test
  void saysWhatIsWrongWithARequest() throws IOException, InterruptedException {
    assertEquals(404, send("POST", "/", "{}").statusCode());
    assertEquals(405, send("GET", "/digits", "").statusCode());
    for (int size : new int[] {(1 << 16) + 1, 1 << 17, 1 << 22}) {
      assertEquals(413, send("POST", "/digits", " ".repeat(size)).statusCode());
    }
    for (String body : List.of("", "[", "{}", "{\"pixels\": 3}", "{\"pixels\": [true]}")) {
      HttpResponse<String> response = send("POST", "/digits", body);
      assertEquals(400, response.statusCode(), body);
      assertTrue(JSON.std.mapFrom(response.body()).containsKey("error"), response.body());
    }
    String tooFew = send("POST", "/digits", "{\"pixels\": [1, 2]}").body();
    assertTrue(tooFew.contains("pixels") && tooFew.contains("64"), tooFew);
  }
}
