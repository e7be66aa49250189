/** Files that are there whole or not at all. Imports nothing. */
package dev.tulle.runtime.io;
