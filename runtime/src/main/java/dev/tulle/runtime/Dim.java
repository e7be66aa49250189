package dev.tulle.runtime;

/**
 * A dim of a net that varies from call to call: {@code dim time <= 256}. All inputs and targets
 * that have it are of one length in a call, and so are all rows of it.
 *
 * @param name as the `.net` file calls it
 * @param least the shortest that the net works with; 1, but where windows need more
 * @param most the bound
 */
public record Dim(String name, int least, int most) {
  /**
   * Checks a length.
   *
   * @throws IllegalArgumentException where it is not within the bounds
   */
  public void check(int length) {
    if (length < least || length > most) {
      throw new IllegalArgumentException(
          "a `%s` of %s, which is %s to %s in this net".formatted(name, length, least, most));
    }
  }
}
