/**
 * JSON as far as headers and metadata of weights need it: strict, small, with limits. Imports
 * nothing.
 */
package dev.tulle.runtime.json;
