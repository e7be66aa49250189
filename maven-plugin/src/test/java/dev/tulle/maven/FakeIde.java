package dev.tulle.maven;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.util.Scanner;

/** Keeps messages at their files as an IDE does, and remembers what it was told to refresh. */
final class FakeIde implements BuildContext {
  final List<Message> messages = new ArrayList<>();
  final List<File> refreshed = new ArrayList<>();
  boolean incremental = true;

  record Message(File file, int line, int column, String text, int severity) {}

  /** Begins a full build as Eclipse does, which has deleted every message. */
  void clean() {
    incremental = false;
    messages.clear();
  }

  @Override
  public boolean isIncremental() {
    return incremental;
  }

  @Override
  public void refresh(File file) {
    refreshed.add(file);
  }

  @Override
  public void addMessage(
      File file, int line, int column, String message, int severity, Throwable cause) {
    messages.add(new Message(file, line, column, message, severity));
  }

  @Override
  public void removeMessages(File file) {
    messages.removeIf(message -> message.file.equals(file));
  }

  @Override
  public boolean hasDelta(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasDelta(File file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasDelta(List<String> paths) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OutputStream newFileOutputStream(File file) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scanner newScanner(File folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scanner newDeleteScanner(File folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scanner newScanner(File folder, boolean ignoreDelta) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setValue(String key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getValue(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addWarning(File file, int line, int column, String message, Throwable cause) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addError(File file, int line, int column, String message, Throwable cause) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isUptodate(File target, File source) {
    throw new UnsupportedOperationException();
  }
}
