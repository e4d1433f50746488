package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.CommandStatus;
import dev.foliot.process.checkout.CheckoutTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** R44, and what is shown of instances. */
@TestPropertySource(properties = "foliot.process.retention=3d")
class ProcessesIntegrationTests extends CheckoutTest {
  private List<String> stuck() {
    return domain.processes().list(ProcessFilter.all().onlyStuck()).stream()
        .map(ProcessSummary::id)
        .toList();
  }

  @Test
  void instanceThatWaitsForNothingIsStuck() {
    placed("o1");
    run();
    clock.advance(Duration.ofMinutes(119));
    assertThat(stuck()).isEmpty();
    assertThat(domain.processes().countStuck()).isEqualTo(Map.of("checkout", 0L));

    clock.advance(Duration.ofMinutes(1));

    assertThat(stuck()).containsExactly("o1");
    assertThat(domain.processes().countStuck()).isEqualTo(Map.of("checkout", 1L));
    assertThat(domain.processes().find("checkout", "o1").orElseThrow())
        .returns(true, ProcessInstance::stuck)
        .returns(ProcessStatus.RUNNING, ProcessInstance::status);
  }

  @Test
  void instanceWithATimerIsNotStuck() {
    placed("o1");
    reserved("o1");
    run();

    clock.advance(Duration.ofHours(3));

    assertThat(stuck()).isEmpty();
  }

  @Test
  void instanceWhoseTimerWasDiscardedIsStuck() {
    placed("o1");
    reserved("o1");
    run();
    jdbc.update("update foliot_timer set payload = '[]'");
    runAfter(Duration.ofMinutes(15));
    clock.advance(Duration.ofHours(3));
    assertThat(stuck()).isEmpty(); // its timer is parked

    UUID timer =
        jdbc.queryForObject(
            "select message_id from foliot_held where message_type = 'PaymentTimedOut'",
            UUID.class);
    domain.subscriptions().discard("checkout", timer, "it cannot be read", "a person");
    run();

    assertThat(stuck()).containsExactly("o1");
    assertThat(domain.processes().countStuck()).isEqualTo(Map.of("checkout", 1L));
    assertThat(domain.processes().find("checkout", "o1").orElseThrow())
        .returns(true, ProcessInstance::stuck);
  }

  @Test
  void instanceWhoseCommandHasNotEndedIsNotStuck() {
    placed("o1");
    domain.subscriptions().pause("services", "so that the command waits");
    run();

    clock.advance(Duration.ofHours(3));

    assertThat(stuck()).isEmpty();
    assertThat(domain.processes().find("checkout", "o1").orElseThrow().sent())
        .extracting(SentCommand::status)
        .containsExactly(CommandStatus.SUBMITTED);

    domain.subscriptions().resume("services");
    run();

    assertThat(stuck()).containsExactly("o1");
  }

  @Test
  void endedInstanceIsNotStuck() {
    placed("o1");
    shipped("o1");
    run();

    clock.advance(Duration.ofHours(3));

    assertThat(stuck()).isEmpty();
  }

  @Test
  void showsStatusesOfCommands() {
    placed("o1");
    run();

    assertThat(domain.processes().find("checkout", "o1").orElseThrow().sent())
        .singleElement()
        .returns("ReserveStock", SentCommand::type)
        .returns(CommandStatus.SUCCEEDED, SentCommand::status);
  }

  @Test
  void listsByNameAndStatus() {
    placed("o1");
    placed("o2");
    paid("o3");
    shipped("o2");
    run();
    Processes processes = domain.processes();

    assertThat(processes.list(ProcessFilter.of("checkout"))).hasSize(3);
    assertThat(processes.list(ProcessFilter.of("checkout").limit(2)))
        .extracting(ProcessSummary::id)
        .containsExactly("o1", "o2"); // o3 has not started
    assertThat(processes.list(ProcessFilter.of("wishes"))).isEmpty();
    assertThat(processes.list(ProcessFilter.all().with(ProcessStatus.RUNNING)))
        .extracting(ProcessSummary::id)
        .containsExactly("o1");
    assertThat(processes.list(ProcessFilter.of("checkout").with(ProcessStatus.ENDED)))
        .extracting(ProcessSummary::id)
        .containsExactly("o2");
    assertThat(processes.list(ProcessFilter.of("checkout").with(ProcessStatus.EARLY)))
        .extracting(ProcessSummary::id)
        .containsExactly("o3");
  }

  @Test
  void endedInstancesAreRemovedAfterTheRetention() {
    placed("o1");
    placed("o2");
    shipped("o1");
    run();

    runAfter(Duration.ofDays(3).minusMinutes(1));
    assertThat(domain.processes().find("checkout", "o1")).isPresent();
    runAfter(Duration.ofMinutes(12));

    assertThat(domain.processes().find("checkout", "o1")).isEmpty();
    assertThat(domain.processes().transitions("checkout", "o1")).isEmpty();
    assertThat(domain.processes().find("checkout", "o2")).isPresent();
    assertThat(domain.processes().transitions("checkout", "o2")).hasSize(1);
  }

  @Test
  void endedInstancesOfARemovedProcessManagerAreRemoved() {
    placed("o1");
    shipped("o1");
    run();
    for (String table : List.of("foliot_process", "foliot_process_transition")) {
      jdbc.update("update " + table + " set process = 'gone'");
    }

    runAfter(Duration.ofDays(4));

    assertThat(jdbc.queryForList("select * from foliot_process")).isEmpty();
    assertThat(jdbc.queryForList("select * from foliot_process_transition")).isEmpty();
  }

  @Test
  void refusesMissingArguments() {
    assertThatThrownBy(() -> domain.processes().find("", "o1"))
        .hasMessage(
            "processes.find was given a blank text. Give it the name of a process manager.");
    assertThatThrownBy(() -> domain.processes().find("checkout", null))
        .hasMessage("processes.find was given null. Give it the correlation of an instance.");
    assertThatThrownBy(() -> ProcessFilter.all().limit(0))
        .hasMessage("A list of processes has a limit from 1 to 1000; this one is 0.");
  }

  // A mistyped name is no process without instances
  @Test
  void refusesNamesOfUnknownProcesses() {
    Processes processes = domain.processes();
    List<ThrowingCallable> looks =
        List.of(
            () -> processes.find("chekout", "o1"),
            () -> processes.transitions("chekout", "o1"),
            () -> processes.transitions("chekout", "o1", 0, 2),
            () -> processes.dropEarly("chekout", "o1"),
            () -> processes.list(ProcessFilter.of("chekout")));

    assertThat(looks)
        .allSatisfy(
            look ->
                assertThatThrownBy(look)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                        "No process manager has the name chekout; known are [checkout, greeting, wish-count, wishes]. Correct the name."));
    assertThat(processes.list(ProcessFilter.of("checkout"))).isEmpty();
  }

  @Test
  void showsInstancesOfARemovedProcess() {
    placed("o1");
    run();
    for (String table : List.of("foliot_process", "foliot_process_transition")) {
      jdbc.update("update " + table + " set process = 'gone'");
    }

    assertThat(domain.processes().list(ProcessFilter.of("gone").with(ProcessStatus.RUNNING)))
        .hasSize(1);
    assertThat(domain.processes().find("gone", "o1")).isPresent();
  }

  @Test
  void transitionsHavePages() {
    placed("o1");
    reserved("o1");
    paid("o1");
    run();
    Processes processes = domain.processes();

    assertThat(processes.transitions("checkout", "o1", 0, 2))
        .extracting(ProcessTransition::number)
        .containsExactly(1, 2);
    assertThat(processes.transitions("checkout", "o1", 2, 2))
        .extracting(ProcessTransition::number)
        .containsExactly(3);
    assertThatThrownBy(() -> processes.transitions("checkout", "o1", 0, 1_001))
        .hasMessage("A page of transitions has a limit from 1 to 1000; this one is 1001.");
  }

  @Test
  void showsTheLatestTransitions() {
    placed("o1");
    run();
    jdbc.batchUpdate(
        """
        insert into foliot_process_transition
          (process, correlation, number, message_id, message_type, handled_at, status)
        select process, correlation, ?, message_id, message_type, handled_at, status
          from foliot_process_transition
         where number = 1""",
        IntStream.rangeClosed(2, 1_002).mapToObj(number -> new Object[] {number}).toList());

    assertThat(domain.processes().transitions("checkout", "o1"))
        .hasSize(1_000)
        .extracting(ProcessTransition::number)
        .startsWith(3)
        .endsWith(1_002);
    assertThat(domain.processes().find("checkout", "o1").orElseThrow().transitions())
        .hasSize(1_000);
  }

  @Test
  void stuckInstancesAreLimited() {
    List.of("o3", "o1", "o2").forEach(this::placed);
    run();
    clock.advance(Duration.ofHours(3));

    assertThat(domain.processes().list(ProcessFilter.of("checkout").onlyStuck().limit(2)))
        .hasSize(2);
    assertThat(domain.processes().countStuck()).isEqualTo(Map.of("checkout", 3L));
  }

  @Test
  void refusesStuckInstancesOfAnUnknownProcess() {
    assertThatThrownBy(() -> domain.processes().list(ProcessFilter.of("chekout").onlyStuck()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The process manager chekout is unknown or has no stuckAfter, so no instance counts as stuck. Managers with stuckAfter: [checkout].");
  }

  @Test
  void findsNothingByATextThatCannotBeStored() {
    placed("a?"); // as the driver would write it
    run();
    Processes processes = domain.processes();

    for (String text : List.of("a\0", "a\uD83D")) {
      assertThat(processes.find("checkout", text)).isEmpty();
      assertThat(processes.transitions("checkout", text)).isEmpty();
      assertThat(processes.transitions("checkout", text, 0, 10)).isEmpty();
      assertThat(processes.dropEarly("checkout", text)).isFalse();
      assertThatThrownBy(() -> processes.find(text, "a?"))
          .hasMessageStartingWith("No process manager has the name ");
      assertThatThrownBy(() -> processes.list(ProcessFilter.of(text)))
          .hasMessageStartingWith("No process manager has the name ");
    }
  }
}
