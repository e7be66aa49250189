/**
 * The only package of the runtime that imports the Vector API; loaded where its module is present.
 */
package dev.tulle.runtime.kernel.vector;
