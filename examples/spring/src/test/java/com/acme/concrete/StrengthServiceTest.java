package com.acme.concrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class StrengthServiceTest {
  /** A row of the data, whose strength was measured as 79.99 MPa. */
  private static final Map<String, Object> MIX =
      Map.of(
          "cement", 540.0,
          "slag", 0,
          "ash", 0,
          "water", 162,
          "superplastic", 2.5,
          "coarseagg", 1040,
          "fineagg", 676,
          "age", 28);

  @Autowired private TestRestTemplate http;

  private ResponseEntity<JsonNode> post(Map<String, Object> mix) {
    return http.postForEntity("/strength", mix, JsonNode.class);
  }

  @Test
  void estimatesTheStrengthOfAMix() {
    JsonNode answer = post(MIX).getBody();
    assertThat(answer).isNotNull();
    assertThat(answer.get("strength").asDouble()).isCloseTo(79.99, within(15.0));
  }

  @Test
  void answersRequestsBesideEachOtherAlike() {
    JsonNode alone = post(MIX).getBody();
    assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> post(MIX).getBody()))
        .allMatch(answer -> answer.equals(alone));
  }

  @Test
  void saysWhichColumnIsMissing() {
    Map<String, Object> mix = new TreeMap<>(MIX);
    mix.remove("water");
    ResponseEntity<JsonNode> response = post(mix);
    assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(response.getBody()).isNotNull();
    assertThat(response.getBody().get("detail").asText()).contains("water");
  }
}
