/**
 * Writes matrix products as register-tiled kernels. Imports {@code ir}, {@code plan} and JavaPoet.
 */
@NullMarked
package dev.tulle.compiler.codegen.product;

import org.jspecify.annotations.NullMarked;
