package dev.foliot.benchmarks.workflow;

import dev.foliot.event.DomainEvent;

/** The reading of a sensor. */
@DomainEvent(name = "reading")
public record Reading(String sensor, int value) {
  /** The sensor with this number. */
  static String sensor(int number) {
    return "sensor-" + number;
  }
}
