package dev.foliot.sample.imports;

import java.util.List;

/**
 * The result of an import.
 *
 * @param placed orders that went in
 * @param unchanged lines whose order had been placed before
 * @param badLines lines that were left out, and why
 */
public record ImportReport(int placed, int unchanged, List<BadLine> badLines) {

  /** A line, counted from 1 at the header, that is no order. */
  public record BadLine(long line, String reason) {}
}
