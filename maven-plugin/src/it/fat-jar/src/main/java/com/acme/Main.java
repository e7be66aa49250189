package com.acme;

import com.acme.nets.Scorer;
import java.lang.reflect.Field;

/** Prints which kernels it runs on, and what the net says. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Field kernels = Scorer.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    System.out.println(kernels.get(null).getClass().getName());
    float[] picture = new float[64];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (i * 37 % 64) / 64f;
    }
    for (float score : Scorer.initial(1).score(picture)) {
      System.out.println(score);
    }
  }
}
