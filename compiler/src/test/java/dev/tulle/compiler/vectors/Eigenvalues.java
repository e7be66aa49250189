package dev.tulle.compiler.vectors;

import java.util.Arrays;

/** Eigenvalues by the rotations of Jacobi (1846). */
final class Eigenvalues {
  private static final int MOST_SWEEPS = 100;

  private Eigenvalues() {}

  /** All eigenvalues of a symmetric n by n matrix, ascending. */
  static double[] ofSymmetric(double[] matrix, int n) {
    double[] values = ofSymmetric(matrix, n, new double[n * n]);
    Arrays.sort(values);
    return values;
  }

  /**
   * All eigenvalues of a symmetric n by n matrix.
   *
   * @param vectors gets, as columns, the eigenvectors in the same order
   */
  static double[] ofSymmetric(double[] matrix, int n, double[] vectors) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = (matrix[i * n + j] + matrix[j * n + i]) / 2;
      }
    }
    double[][] turned = new double[n][n];
    for (int i = 0; i < n; i++) {
      turned[i][i] = 1;
    }
    for (int sweep = 0; rest(a) > 1e-22; sweep++) {
      if (sweep == MOST_SWEEPS) {
        throw new IllegalStateException("no convergence, " + rest(a) + " is left");
      }
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, turned, p, q);
        }
      }
    }
    Arrays.setAll(vectors, i -> turned[i / n][i % n]);
    double[] values = new double[n];
    Arrays.setAll(values, i -> a[i][i]);
    return values;
  }

  private static double rest(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += a[i][j] * a[i][j];
      }
    }
    return sum;
  }

  /** Turns the plane of two axes so that their common element vanishes. */
  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    turnColumns(a, p, q, cos, sin);
    turnColumns(vectors, p, q, cos, sin);
    for (int i = 0; i < a.length; i++) {
      double x = a[p][i];
      double y = a[q][i];
      a[p][i] = cos * x - sin * y;
      a[q][i] = sin * x + cos * y;
    }
  }

  private static void turnColumns(double[][] a, int p, int q, double cos, double sin) {
    for (double[] row : a) {
      double x = row[p];
      double y = row[q];
      row[p] = cos * x - sin * y;
      row[q] = sin * x + cos * y;
    }
  }
}
