package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownJsonTest {
  private static final String PRINTED =
      "A message.\n{\"a\": 1, \"b\": [{\"c\": \"x\"}, {\"c\": null}]}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': 1, 'b': [{'c': 'x'}, {'c': null}]}",
        "{'a': '…', 'b': [{'c': 'x'}, '…']}",
        "{'b': '…', '…': '…'}",
        "{'a': 1, 'b': [{'c': 'x'}, {'c': null}, '…']}",
      })
  void matches(String shown) {
    assertThatCode(() -> ShownJson.check(shown.replace('\'', '"'), PRINTED))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': 2, 'b': '…'}",
        "{'a': 1}",
        "{'a': '1', 'b': '…'}",
        "{'a': 1, 'b': [{'c': 'x'}, {'c': 'null'}]}",
        "{'a': 1, 'b': ''}",
        "{'a': 1, 'b': [{'c': 'x'}]}",
        "{'a': 1, 'b': [{'c': 'y'}, '…']}",
        "{'d': 1, '…': '…'}",
        "{'a': 1, 'b': ['…', '…', '…', '…']}",
      })
  void differs(String shown) {
    assertThatThrownBy(() -> ShownJson.check(shown.replace('\'', '"'), PRINTED))
        .isInstanceOf(AssertionError.class);
  }
}
