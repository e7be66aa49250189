package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;
import java.util.Map;

/** How rows are parted: `split = fractions(…)`. */
final class Fractions {
  private Fractions() {}

  static DataSource.Split split(Expression value, Evaluator evaluator) {
    if (!(value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("fractions"))) {
      throw Mistake.of(
          Code.D302,
          value.span(),
          "rows are split by `fractions`, and this is `" + value.span().text() + "`",
          "`split = fractions(train = 0.8, test = 0.2)`");
    }
    Map<String, Arguments.Given> given =
        Arguments.match(
            "fractions",
            List.of(),
            List.of("train", "valid", "test", "seed", "stratify"),
            evaluator.calls().given(call.arguments()),
            call.span());
    double train = number(given, "train", 0);
    double valid = number(given, "valid", 0);
    double test = number(given, "test", 0);
    if (train <= 0 || valid < 0 || test < 0 || train + valid + test > 1 + 1e-9) {
      throw Mistake.of(
          Code.D302,
          value.span(),
          "fractions are above 0 and sum to at most 1; these sum to "
              + Coerce.plain(train + valid + test),
          fractionsHelp(train, valid, test));
    }
    Arguments.Given seed = given.get("seed");
    Arguments.Given stratify = given.get("stratify");
    return new DataSource.Split(
        train,
        valid,
        test,
        seed == null ? 1 : Coerce.seed(seed.value(), seed.span()),
        stratify != null && Coerce.truth(stratify.value(), stratify.span()));
  }

  /** The same proportions as fractions of 1. */
  private static String fractionsHelp(double train, double valid, double test) {
    double sum = train + valid + test;
    boolean scales = train > 0 && valid >= 0 && test >= 0 && sum > 1;
    return scales
        ? "in proportion: `fractions(train = "
            + share(train, sum)
            + (valid > 0 ? ", valid = " + share(valid, sum) : "")
            + (test > 0 ? ", test = " + share(test, sum) : "")
            + ")`"
        : "`fractions(train = 0.8, test = 0.2)`";
  }

  private static String share(double part, double sum) {
    return Coerce.plain(Math.floor(part / sum * 100 + 1e-9) / 100);
  }

  private static double number(Map<String, Arguments.Given> given, String name, double otherwise) {
    Arguments.Given argument = given.get(name);
    return argument == null ? otherwise : Coerce.number(argument.value(), argument.span());
  }
}
