package dev.foliot.workflow.journal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type and the fields of an event in the history, made from an entry of the journal. */
final class HistoryDetails {
  private HistoryDetails() {}

  static String typeOf(JournalEntry entry) {
    String operation =
        switch (entry.kind().group()) {
          case STEP -> "Step";
          case WAIT -> "Wait";
          case CALLBACK -> "Callback";
          case EVENT -> "EventWait";
          case INVOKE -> "ChainedInvoke";
          case CONTEXT -> "Context";
          case MARKER -> entry.kind().label();
        };
    return operation
        + switch (entry.type()) {
          case STARTED -> "Started";
          case SUCCEEDED -> "Succeeded";
          case FAILED -> "Failed";
          case TIMED_OUT -> "TimedOut";
        };
  }

  static Map<String, Object> of(JournalEntry entry, @Nullable JournalEntry started) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (entry.type() == EntryType.STARTED) {
      putStart(fields, entry);
    } else {
      putOutcome(fields, entry, started);
    }
    return fields;
  }

  private static void putStart(Map<String, Object> fields, JournalEntry entry) {
    EntryDetails details = entry.details();
    switch (entry.kind().group()) {
      case WAIT -> putSeconds(fields, "Duration", details.duration());
      case CALLBACK -> {
        put(fields, "CallbackId", details.target());
        putSeconds(fields, "Timeout", details.duration());
        putSeconds(fields, "HeartbeatTimeout", details.heartbeat());
      }
      case EVENT -> {
        put(fields, "EventType", details.target());
        put(fields, "Where", details.where());
        putSeconds(fields, "Timeout", details.duration());
      }
      case INVOKE -> {
        put(fields, "FunctionName", details.target());
        putPayload(fields, "Input", entry.payload());
        putSeconds(fields, "Timeout", details.duration());
        put(fields, "TenantId", details.tenant());
        put(fields, "ExecutedVersion", "current");
        put(fields, "DurableExecutionArn", details.childRun());
      }
      default -> {
        // a step or a context has no fields
      }
    }
  }

  private static void putOutcome(
      Map<String, Object> fields, JournalEntry entry, @Nullable JournalEntry started) {
    EntryDetails details = entry.details();
    if (entry.kind().group() == OperationKind.Group.WAIT) {
      putSeconds(fields, "Duration", started == null ? null : started.details().duration());
      return;
    }
    if (details.error() != null) {
      putError(fields, details.error());
    } else if (entry.type() == EntryType.SUCCEEDED) {
      boolean isBatch = entry.payload() == null && details.batch() != null;
      putPayload(fields, "Result", isBatch ? details.batch() : entry.payload());
    }
    if (details.attempt() != null) {
      Map<String, Object> retry = new LinkedHashMap<>();
      retry.put("CurrentAttempt", details.attempt());
      putSeconds(retry, "NextAttemptDelaySeconds", details.nextDelay());
      fields.put("RetryDetails", retry);
    }
  }

  /** Adds a payload, which is never shortened. The payload of a rebuilt result is empty. */
  static void putPayload(Map<String, Object> fields, String key, @Nullable String payload) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("Payload", payload == null ? "" : payload);
    value.put("Truncated", false);
    fields.put(key, value);
  }

  static void putError(Map<String, Object> fields, StoredError error) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("ErrorType", error.type());
    put(value, "ErrorMessage", error.message());
    fields.put("Error", Map.of("Payload", value));
  }

  private static void put(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  private static void putSeconds(
      Map<String, Object> fields, String key, @Nullable Duration duration) {
    if (duration == null) {
      return;
    }
    boolean isWhole = duration.getNano() == 0;
    BigDecimal fraction = BigDecimal.valueOf(duration.getNano(), 9).stripTrailingZeros();
    fields.put(
        key,
        isWhole
            ? (Object) duration.getSeconds()
            : BigDecimal.valueOf(duration.getSeconds()).add(fraction));
  }
}
