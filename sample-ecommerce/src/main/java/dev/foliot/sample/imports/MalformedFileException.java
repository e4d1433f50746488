package dev.foliot.sample.imports;

/** The file as a whole is no list of orders; nothing was read from it. */
public class MalformedFileException extends RuntimeException {
  MalformedFileException(String reason) {
    super("The file cannot be imported: %s.".formatted(reason));
  }
}
