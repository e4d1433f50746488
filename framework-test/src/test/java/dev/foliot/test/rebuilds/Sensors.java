package dev.foliot.test.rebuilds;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;

/** Sensors that measure. */
final class Sensors {
  private Sensors() {}

  @Command
  record Measure(String sensor, int value) {}

  @DomainEvent
  record Measured(String sensor, int value) {}

  @Aggregate
  static class Sensor extends EventSourcedAggregate {
    private String id = "";

    @Override
    public String id() {
      return id;
    }

    void measure(String sensor, int value) {
      raise(new Measured(sensor, value));
    }

    @Apply
    void on(Measured event) {
      id = event.sensor();
    }
  }

  @CommandHandler
  static class Commands {
    private final AggregateRepository<Sensor> sensors;

    Commands(AggregateRepository<Sensor> sensors) {
      this.sensors = sensors;
    }

    @Handle
    void measure(Measure command) {
      Sensor sensor = sensors.find(command.sensor()).orElseGet(Sensor::new);
      sensor.measure(command.sensor(), command.value());
      sensors.save(sensor);
    }
  }
}
