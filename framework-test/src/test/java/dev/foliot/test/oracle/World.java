package dev.foliot.test.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The world outside of the run of a case: it survives crashes, and keeps the log. */
final class World {
  private final List<Map<String, Object>> records = new ArrayList<>();
  private int attempts;

  /** Counts the attempts over all invocations, from 1. */
  int nextAttempt() {
    return ++attempts;
  }

  /** Kills the process. */
  static void crash() {
    throw new Crash();
  }

  /** The end of the process. */
  static final class Crash extends OutOfMemoryError {
    private static final long serialVersionUID = 1;
  }

  /** A record of names and values. Values that are null are left out. */
  synchronized void log(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    records.add(fields);
  }

  synchronized List<Map<String, Object>> records() {
    return List.copyOf(records);
  }
}
