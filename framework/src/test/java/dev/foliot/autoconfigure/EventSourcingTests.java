package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.aggregate.Decider;
import dev.foliot.autoconfigure.deciding.Gate;
import dev.foliot.autoconfigure.deciding.Gate.Open;
import dev.foliot.autoconfigure.deciding.Gate.Pass;
import dev.foliot.autoconfigure.deciding.Gate.Passed;
import dev.foliot.handler.WiringException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.annotation.Transactional;

/** Deciders, snapshots and the cache as an application gets them. */
class EventSourcingTests {
  private static ApplicationContextRunner gates() {
    return FoliotRunner.empty()
        .withPropertyValues("foliot.packages=" + Gate.class.getPackageName());
  }

  @Test
  void deciderIsReachedThroughTheFrontDoor() {
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);

              List<Passed> happened = domain.process(new Pass("north"));
              domain.process(new Pass("north"));

              assertThat(happened).containsExactly(new Passed("north"));
              assertThat(domain.repositoryFor(Gate.class).get("north")).isEqualTo(new Open(2));
              assertThat(context.getBean(Gate.Watch.class).gates().get("north").passed())
                  .isEqualTo(2);
              assertThat(domain.wiring().aggregates())
                  .singleElement()
                  .satisfies(
                      gate -> {
                        assertThat(gate.category()).isEqualTo("turnstile");
                        assertThat(gate.javaType()).isEqualTo(Gate.class);
                      });
              assertThat(domain.wiring().handlers())
                  .anySatisfy(
                      handler -> assertThat(handler.javaType()).isEqualTo(Gate.Decisions.class));
            });
  }

  /** Its type variables leave no bridge method that a proxy could override. */
  abstract static class StartingFrom<C, S, E> implements Decider<C, S, E> {
    private final S shut;

    StartingFrom(S shut) {
      this.shut = shut;
    }

    @Override
    public final S initialState() {
      return shut;
    }
  }

  static class FromShut extends StartingFrom<Pass, Gate, Passed> {
    FromShut() {
      super(new Gate.Shut());
    }

    @Override
    public final String aggregateId(Pass command) {
      return command.gate();
    }

    @Override
    public List<Passed> decide(Pass command, Gate state) {
      return List.of(new Passed(command.gate()));
    }

    @Override
    public Gate evolve(Gate state, Passed event) {
      return new Open(state.passed() + 1);
    }
  }

  static class ProxiedFromShut extends FromShut {
    @Transactional
    public void whyItIsProxied() {}
  }

  // R38
  @Test
  void finalFunctionThatAProxyCannotOverrideStopsTheStart() {
    gates()
        .withBean(ProxiedFromShut.class)
        .run(
            context ->
                assertThat(((WiringException) FoliotRunner.analysis(context).getCause()).problems())
                    .containsExactly(
                        StartingFrom.class.getName()
                            + ".initialState is final, but its bean is proxied, so the call would miss the bean's fields. Remove final."));
    gates()
        .withBean(FromShut.class)
        .run(
            context ->
                assertThat(context.getBean(Domain.class).<List<Passed>>process(new Pass("north")))
                    .containsExactly(new Passed("north")));
  }

  @Test
  void stateWithoutADeciderStopsTheStart() { // R38
    gates()
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(Gate.class.getName() + " is annotated with @Aggregate, but")
                    .contains("and is the state of no Decider bean")
                    .contains("No handler for command Pass"));
  }

  @Test
  void snapshotsAreTakenAndFoundOnDemand() {
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              JdbcTemplate jdbc = jdbc(context);
              for (int i = 0; i < 4; i++) {
                domain.process(new Pass("north"));
              }

              assertThat(snapshotVersions(jdbc)).containsExactly(3L);
              assertThat(domain.snapshots().takeAll()).isEqualTo(1);
              assertThat(snapshotVersions(jdbc)).containsExactly(4L);
              assertThat(domain.snapshots().deleteAll(Gate.class)).isEqualTo(1);
            });
  }

  private static JdbcTemplate jdbc(ApplicationContext context) {
    return new JdbcTemplate(context.getBean(DataSource.class));
  }

  private static List<Long> snapshotVersions(JdbcTemplate jdbc) {
    return jdbc.queryForList("select version from foliot_snapshot", Long.class);
  }

  // foliot.aggregate.cache.max-events: who remembers needs no events
  @Test
  void cacheCanBeTurnedOff() {
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .run(context -> assertThat(passedAfterEventsAreGone(context)).isEqualTo(2));
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .withPropertyValues("foliot.aggregate.cache.max-events=0")
        .run(context -> assertThat(passedAfterEventsAreGone(context)).isEqualTo(1));
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .withPropertyValues("foliot.aggregate.cache.max-events=-1")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("foliot.aggregate.cache.max-events"));
    gates()
        .withUserConfiguration(Gate.Gates.class)
        .withPropertyValues("foliot.aggregate.cache.expire-after=0s")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("foliot.aggregate.cache.expire-after"));
  }

  private static int passedAfterEventsAreGone(ApplicationContext context) {
    Domain domain = context.getBean(Domain.class);
    domain.process(new Pass("north"));
    jdbc(context).update("delete from foliot_message");
    domain.process(new Pass("north"));
    return domain.repositoryFor(Gate.class).get("north").passed();
  }

  // ---- the thread that takes snapshots

  @Test
  void backgroundIsAnotherThreadWithBounds() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger accepted = new AtomicInteger();
    BackgroundThread background = new BackgroundThread(new CustomizableThreadFactory("test-"));
    try {
      background.run(
          () -> {
            started.countDown();
            awaitLatch(goOn);
          });
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

      while (background.run(() -> {}) && accepted.get() < 100_000) {
        accepted.incrementAndGet();
      }

      assertThat(accepted).hasValue(1_000);
    } finally {
      goOn.countDown();
      background.close();
    }
    assertThat(background.run(() -> {})).isFalse();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
