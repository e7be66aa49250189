package com.acme.concrete;

import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service that estimates the strength of concrete. */
@SpringBootApplication
public class ConcreteApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ConcreteApplication.class, arguments);
  }

  /** The net: one for all requests, since its weights never change. */
  @Bean
  Strength strength() throws IOException {
    return Strength.load("strength.safetensors");
  }
}
