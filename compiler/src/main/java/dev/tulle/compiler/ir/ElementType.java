package dev.tulle.compiler.ir;

/** What the elements of a tensor are; in memory each of them is a float. */
public enum ElementType {
  /** Numbers; the only type that has gradients. */
  FLOAT,
  /** Whole numbers from 0 below some dim. */
  INDEX,
  /** 1 or 0. */
  BOOL,
  /** Several tensors, which {@link Op.ScanResult} tells apart: no tensor itself. */
  TUPLE
}
