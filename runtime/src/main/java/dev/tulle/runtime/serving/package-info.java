/** What generated serving classes do besides computing: values of the data, classes, pictures. */
package dev.tulle.runtime.serving;
