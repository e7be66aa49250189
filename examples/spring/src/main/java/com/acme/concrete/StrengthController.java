package com.acme.concrete;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /strength} with a mix as JSON, its keys the columns of the data. */
@RestController
class StrengthController {
  /**
   * An answer.
   *
   * @param strength the compressive strength in MPa
   */
  record Estimate(float strength) {}

  private final Strength net;

  StrengthController(Strength net) {
    this.net = net;
  }

  @PostMapping("/strength")
  Estimate estimate(@RequestBody Map<String, Object> mix) {
    return new Estimate(net.strength(mix));
  }

  /** What the net says of a row that is not a mix, such as a column that is missing. */
  @ExceptionHandler
  ProblemDetail wrong(IllegalArgumentException mistake) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, mistake.getMessage());
  }
}
