package dev.foliot.test;

import dev.foliot.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Runs a scenario without faults first, then under each seed, and compares the final states.
 * Meanwhile, a {@link FaultyDataSource} wraps the application's data source, and the loggers that
 * would report thousands of injected faults are silent.
 */
final class SimulateSeeds {
  private static final int MAX_DIFFERENCES = 20;
  private static final List<String> NOISY =
      List.of("dev.foliot", "org.springframework", "org.hibernate", "com.zaxxer");

  private final SimulatedParts parts;
  private final SimulationSettings settings;
  private final Simulation.Scenario scenario;

  SimulateSeeds(SimulatedParts parts, SimulationSettings settings, Simulation.Scenario scenario) {
    this.parts = parts;
    this.settings = settings;
    this.scenario = scenario;
  }

  void prepared() {
    parts.open().prepared();
  }

  void run(Consumer<Domain> assertion) {
    parts.open().run();
    Map<String, @Nullable LogLevel> levels = silence();
    DeliveryLedger ledger = new DeliveryLedger(parts.dataSource());
    ledger.create();
    try {
      runAll(ledger, assertion);
    } finally {
      ledger.drop();
      levels.forEach(SimulateSeeds::setLevel);
    }
  }

  private void runAll(DeliveryLedger ledger, Consumer<Domain> assertion) {
    FinalState tables =
        new FinalState(parts.dataSource(), parts.log(), parts.slate().neverEmptied());
    SimulateSeed calm = seed(0, settings.calm(), 0, ledger, tables);
    Object expected = calm.run(scenario, assertion);
    long last = settings.firstSeed() + settings.seeds() - 1;
    int reached = 0;
    for (long seed = settings.firstSeed(); seed <= last; seed++) {
      SimulateSeed run = seed(seed, settings, calm.commits(), ledger, tables);
      Object actual = run.run(scenario, assertion);
      if (!Objects.equals(expected, actual)) {
        throw run.failed(
            "ended differently from the run without faults:\n" + difference(expected, actual),
            null);
      }
      reached = Math.max(reached, run.reached());
    }
    settings.crashes().checkReached(reached);
  }

  private SimulateSeed seed(
      long seed, SimulationSettings how, int commits, DeliveryLedger ledger, FinalState tables) {
    return new SimulateSeed(seed, parts, how, commits, ledger, tables);
  }

  private static String difference(Object expected, Object actual) {
    if (!(expected instanceof Map<?, ?> tables) || !(actual instanceof Map<?, ?> others)) {
      return "  expected: %s%n  but was:  %s%n".formatted(expected, actual);
    }
    List<String> lines = new ArrayList<>();
    Set<Object> names = new TreeSet<>(tables.keySet());
    names.addAll(others.keySet());
    for (Object name : names) {
      List<Object> missing = lines(tables.get(name));
      List<Object> extra = lines(others.get(name));
      lines(tables.get(name)).forEach(extra::remove);
      lines(others.get(name)).forEach(missing::remove);
      missing.forEach(line -> lines.add("  %s: missing    %s".formatted(name, line)));
      extra.forEach(line -> lines.add("  %s: unexpected %s".formatted(name, line)));
    }
    return lines.stream().limit(MAX_DIFFERENCES).collect(Collectors.joining("\n"))
        + (lines.size() > MAX_DIFFERENCES ? "\n  and others" : "");
  }

  private static List<Object> lines(@Nullable Object found) {
    return found instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }

  private static Map<String, @Nullable LogLevel> silence() {
    LoggingSystem logging = LoggingSystem.get(SimulateSeeds.class.getClassLoader());
    Map<String, @Nullable LogLevel> before = new HashMap<>();
    for (String name : NOISY) {
      var configured = logging.getLoggerConfiguration(name);
      before.put(name, configured == null ? null : configured.getConfiguredLevel());
      setLevel(name, LogLevel.OFF);
    }
    return before;
  }

  private static void setLevel(String name, @Nullable LogLevel level) {
    LoggingSystem.get(SimulateSeeds.class.getClassLoader()).setLogLevel(name, level);
  }
}
