/**
 * Compiles or runs every block of every document, and follows every link. CONTRIBUTING.md says how
 * a block is written.
 */
package dev.tulle.docs;
