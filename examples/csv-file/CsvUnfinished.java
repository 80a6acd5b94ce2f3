package tg.hotline.examples;

import org.jspecify.annotations.NullMarked;

/** Not all of a file's rows were dealt with, so that it stays where it is and is read again. */
@NullMarked
public final class CsvUnfinished extends Exception {
  private static final long serialVersionUID = 1L;

  CsvUnfinished(String message) {
    super(message);
  }
}
