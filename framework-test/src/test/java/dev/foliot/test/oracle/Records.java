package dev.foliot.test.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log of a case: what the workflow and its interceptors write. */
final class Records {
  private final List<Map<String, Object>> records = new ArrayList<>();

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

  synchronized List<Map<String, Object>> all() {
    return List.copyOf(records);
  }
}
