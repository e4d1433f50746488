package dev.foliot.test.rebuilds;

import static dev.foliot.test.FoliotAssertions.assertRebuildEqualsLive;
import static dev.foliot.test.FoliotAssertions.assertThat;
import static dev.foliot.test.FoliotAssertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildRefusedException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.rebuilds.NotReproducible.Burst;
import dev.foliot.test.rebuilds.NotReproducible.LastSeen;
import dev.foliot.test.rebuilds.NotReproducible.Latest;
import dev.foliot.test.rebuilds.NotReproducible.Share;
import dev.foliot.test.rebuilds.Reproducible.Highest;
import dev.foliot.test.rebuilds.Reproducible.SensorTotal;
import dev.foliot.test.rebuilds.Sensors.Measure;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@EngineTest(properties = {"spring.jpa.hibernate.ddl-auto=create", "foliot.engine.segments=4"})
class RebuildEqualsLiveIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired JdbcTemplate jdbc;

  @BeforeEach
  void measure() {
    List.of(
            "create table if not exists highest (sensor varchar(20) primary key, reading int)",
            "create table if not exists last_seen (sensor varchar(20) primary key, seen_at timestamp(6))",
            "create table if not exists burst (events int)",
            "create table if not exists latest (id int primary key, sensor varchar(20))",
            "create table if not exists share (sensor varchar(20) primary key, sensors int)")
        .forEach(jdbc::execute);
    List.of("highest", "last_seen", "burst", "latest", "share")
        .forEach(table -> jdbc.execute("delete from " + table));
    for (int value = 1; value <= 5; value++) {
      for (String sensor : List.of("a", "b", "c", "d", "e")) {
        domain.process(new Measure(sensor, value));
      }
    }
    engine.run();
  }

  private List<String> rows() {
    return jdbc.queryForList(
        "select sensor || ' ' || reading from highest order by sensor", String.class);
  }

  private static String name(String plain) {
    boolean postgres = System.getProperty("foliot.test.database", "h2").equals("postgres");
    return postgres ? plain : plain.toUpperCase(Locale.ROOT);
  }

  @Test
  void holdsForProjectionsThatDependOnEventsOnly() {
    Instant before = clock.instant();
    domain.process(new Measure("a", 9)); // not delivered yet

    // docs: rebuild
    assertRebuildEqualsLive(domain, SensorTotal.class, Highest.class);

    // docs: end
    assertThat(rows()).containsExactly("a 5", "b 5", "c 5", "d 5", "e 5");
    assertThat(clock.instant()).isEqualTo(before);
    assertThat(
            jdbc.queryForObject(
                "select count(*) from INFORMATION_SCHEMA.SCHEMATA where lower(SCHEMA_NAME) like '%compare%'",
                Long.class))
        .isZero();
    engine.run();
    assertThat(rows()).startsWith("a 9");
    assertRebuildEqualsLive(
        domain, CompareOptions.standard().batchSizes(7), SensorTotal.class, Highest.class);
  }

  private void fails(Class<?> projection, String... lines) {
    assertThatThrownBy(() -> assertRebuildEqualsLive(domain, projection))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "Projection %s differs from its rebuild in batches of ".formatted(projection.getName()))
        .hasMessageContainingAll(lines)
        .hasMessageContaining(
            "Typical causes: the projector reads a clock or draws ids or random numbers; it depends on the size of a batch, or on the order of events that have different sequencing keys; it reads another projection, or other state that has changed since.");
  }

  @Test
  void findsAProjectorThatReadsTheClock() {
    clock.reset(); // as it was when the events were handled
    Instant seen = clock.instant();

    fails(
        LastSeen.class,
        "in batches of 1 messages and 8 segments:\n - %s %s=a: %s is "
            .formatted(name("last_seen"), name("sensor"), name("seen_at")));

    assertThat(clock.instant()).isEqualTo(seen);
    // docs: ignoring
    assertRebuildEqualsLive(domain, CompareOptions.standard().ignoring("seen_at"), LastSeen.class);
    // docs: end
  }

  @Test
  void findsAProjectorThatDependsOnBatches() {
    fails(
        Burst.class,
        "%1$s %2$s=1: 0 rows live, 25 rebuilt\n - %1$s %2$s="
            .formatted(name("burst"), name("events")));
  }

  @Test
  void findsAProjectorThatDependsOnTheOrderAcrossKeys() {
    fails(Latest.class, "%s %s=1: %s is ".formatted(name("latest"), name("id"), name("sensor")));
  }

  @Test
  void findsAProjectorThatReadsAnotherProjection() {
    domain.process(new Measure("f", 1));
    engine.run();

    fails(
        Share.class,
        "%s %s=a: %s is 5 live, 6 rebuilt"
            .formatted(name("share"), name("sensor"), name("sensors")));
  }

  @Test
  void findsALiveRowThatWasChangedByHand() {
    jdbc.update("update highest set reading = 50 where sensor = 'b'");
    jdbc.update("delete from highest where sensor = 'd'");

    fails(
        Highest.class,
        """
        - %1$s %2$s=b: %3$s is 50 live, 5 rebuilt
         - %1$s %2$s=d: missing in the live table
        """
            .formatted(name("highest"), name("sensor"), name("reading")));
  }

  @Test
  void comparesAllProjectionsIfNoneIsNamed() {
    assertThatThrownBy(() -> assertRebuildEqualsLive(domain))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(Burst.class.getName());
  }

  @Test
  void refusesAProjectionWhoseMessagesAreHeld() {
    domain.process(new Measure("a", -1));
    engine.run();

    assertThatThrownBy(() -> assertRebuildEqualsLive(domain, Highest.class))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessage(
            "Projection %s cannot be compared now: 1 messages of subscription highest-projector are held. Retry or discard them, and compare again."
                .formatted(Highest.class.getName()));
  }

  /** Each segment has a checkpoint of its own, and some are behind others. */
  @Test
  void comparesAtTheCheckpointOfEachSegment() {
    long before = jdbc.queryForObject("select max(position) from foliot_message", Long.class);
    domain.process(new Measure("a", 9));
    engine.run();
    jdbc.update("update highest set reading = 5 where sensor = 'a'"); // as if it were not handled
    List<Integer> segments =
        jdbc.queryForList(
            "select distinct segment from foliot_checkpoint where subscription = 'highest-projector'",
            Integer.class);

    List<Integer> equal = segments.stream().filter(each -> isEqualIfBehind(each, before)).toList();

    assertThat(segments).hasSizeGreaterThan(1);
    assertThat(equal).hasSize(1); // the segment of the sensor
  }

  private boolean isEqualIfBehind(int segment, long position) {
    String sql =
        "update foliot_checkpoint set position = ? where subscription = 'highest-projector' and segment = ?";
    long head = jdbc.queryForObject("select max(position) from foliot_message", Long.class);
    jdbc.update(sql, position, segment);
    try {
      return domain
          .rebuilds()
          .compare(Highest.class, CompareOptions.standard().batchSizes(7))
          .isEqual();
    } finally {
      jdbc.update(sql, head, segment);
    }
  }
}
