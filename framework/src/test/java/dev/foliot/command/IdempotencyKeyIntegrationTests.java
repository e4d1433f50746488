package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.Handle;
import dev.foliot.message.MessageOptions;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Shop.Checked;
import dev.foliot.testsupport.shop.Shop.Deposit;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import dev.foliot.testsupport.shop.Shop.TouchOrder;
import dev.foliot.testsupport.shop.Voucher;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class IdempotencyKeyIntegrationTests { // R12
  private final TestFoliot foliot = TestFoliot.jpa();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  record Receipt(String orderId, BigDecimal total, List<Integer> numbers) {}

  interface Opaque {
    String text();
  }

  /** Each call does something in the transaction, and something outside. */
  @CommandHandler
  class Handlers {
    final List<Object> calls = Collections.synchronizedList(new ArrayList<>());
    Callable<?> place = () -> null;
    Object touched;

    @Handle
    Receipt place(PlaceOrder command) throws Exception {
      calls.add(command);
      foliot.note("placed " + command.orderId());
      place.call();
      return new Receipt(command.orderId(), new BigDecimal("1.50"), List.of(calls.size()));
    }

    @Handle
    Map<String, Object> touch(TouchOrder command) {
      calls.add(command);
      return touched == null ? null : Map.of("value", touched);
    }

    @Handle
    int deposit(Deposit command) {
      calls.add(command);
      return calls.size();
    }

    @Handle
    Opaque check(Checked command) {
      return () -> "nothing that JSON shows";
    }
  }

  private final Handlers handlers = new Handlers();

  IdempotencyKeyIntegrationTests() {
    foliot.with(handlers);
  }

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
  }

  private static SendOptions key(String key) {
    return SendOptions.NONE.withIdempotencyKey(key);
  }

  private Object process(Object command, String key) {
    return foliot.commands.process(command, key(key));
  }

  private List<Map<String, Object>> records() {
    return foliot.jdbc.queryForList(
        "select type, idempotency_key, status, result, ended_at from foliot_command");
  }

  private List<UUID> submitted() {
    return foliot.jdbc.queryForList("select id from foliot_message order by position", UUID.class);
  }

  // ---- process

  @Test
  void repeatReturnsTheStoredResult() { // R12
    Object first = process(new PlaceOrder("o"), "k");

    Object repeat = process(new PlaceOrder("o"), "k");

    assertThat(first).isEqualTo(new Receipt("o", new BigDecimal("1.50"), List.of(1)));
    assertThat(repeat).isEqualTo(first);
    assertThat(handlers.calls).hasSize(1);
    assertThat(foliot.notes()).containsExactly("placed o");
  }

  @Test
  void repeatReturnsWhatTheHandlerDeclares() {
    assertThat(process(new Deposit("a", 1), "k")).isEqualTo(1);
    assertThat(process(new TouchOrder("o"), "k")).isNull();

    assertThat(process(new Deposit("a", 1), "k")).isEqualTo(1);
    assertThat(process(new TouchOrder("o"), "k")).isNull();
    assertThat(handlers.calls).hasSize(2);
  }

  @Test
  void keysAndTypesAreIndependent() {
    process(new PlaceOrder("o"), "k");
    process(new PlaceOrder("o"), "other");
    process(new TouchOrder("o"), "k");
    foliot.process(new PlaceOrder("o"));

    assertThat(handlers.calls).hasSize(4);
    assertThat(records()).hasSize(3);
  }

  @Test
  void failedAttemptLeavesNoRecord() {
    handlers.place =
        () -> {
          throw new IOException("disk");
        };
    assertThatThrownBy(() -> process(new PlaceOrder("o"), "k")).isInstanceOf(IOException.class);
    assertThat(records()).isEmpty();

    handlers.place = () -> null;
    Object second = process(new PlaceOrder("o"), "k");
    Object third = process(new PlaceOrder("o"), "k");

    assertThat(third).isEqualTo(second);
    assertThat(handlers.calls).hasSize(2);
    assertThat(foliot.notes()).containsExactly("placed o");
  }

  @Test
  void attemptsAfterAConflictShareTheKey() {
    handlers.place =
        () -> {
          if (handlers.calls.size() < 3) {
            throw new ConcurrencyFailureException("lost");
          }
          return null;
        };

    Object first = process(new PlaceOrder("o"), "k");

    assertThat(process(new PlaceOrder("o"), "k")).isEqualTo(first);
    assertThat(handlers.calls).hasSize(3);
    assertThat(records()).hasSize(1);
  }

  @Test
  void refusedRepeatCarriesTheFirstResult() {
    Object first = process(new PlaceOrder("o"), "k");
    String id = foliot.jdbc.queryForObject("select id from foliot_command", UUID.class).toString();

    assertThatThrownBy(
            () -> foliot.commands.process(new PlaceOrder("o"), key("k").refusingRepeats()))
        .hasMessage(
            "Command PlaceOrder with idempotency key k has succeeded before, as command %s. The repeat is refused, because the caller set refuseRepeats(). Take the id and the result of the first command from this exception, or leave refuseRepeats() out."
                .formatted(id))
        .asInstanceOf(throwable(DuplicateCommandException.class))
        .satisfies(
            e -> {
              assertThat(e.type()).isEqualTo("PlaceOrder");
              assertThat(e.idempotencyKey()).isEqualTo("k");
              assertThat(e.firstId()).hasToString(id);
              assertThat(e.result()).isEqualTo(first);
            });
    assertThat(handlers.calls).hasSize(1);
  }

  @Test
  void refusesAnotherPayloadWithTheKey() {
    process(new PlaceOrder("o"), "k");
    UUID id = foliot.jdbc.queryForObject("select id from foliot_command", UUID.class);

    assertThatThrownBy(() -> process(new PlaceOrder("other"), "k"))
        .hasMessage(
            "Command PlaceOrder has idempotency key k of command %s, but is not equal to it. Repeat the first command unchanged, or give this one a key of its own."
                .formatted(id))
        .asInstanceOf(throwable(IdempotencyKeyReusedException.class))
        .satisfies(
            e -> {
              assertThat(e.type()).isEqualTo("PlaceOrder");
              assertThat(e.idempotencyKey()).isEqualTo("k");
              assertThat(e.firstId()).isEqualTo(id);
            });
    assertThat(handlers.calls).hasSize(1);
  }

  @Test
  void repeatReturnsTheEventsOfADecider() {
    foliot.with(new Voucher.Decisions());
    Object first = process(new Voucher.Issue("v", 3), "k");

    assertThat(first).isEqualTo(List.of(new Voucher.Issued("v", 3)));
    assertThat(process(new Voucher.Issue("v", 3), "k")).isEqualTo(first);
    assertThat(process(new Voucher.Expire("v"), "k")).isEqualTo(List.of());
    assertThat(process(new Voucher.Expire("v"), "k")).isEqualTo(List.of());
    assertThat(foliot.log()).hasSize(1);
  }

  @Test
  void keyOfAnyLengthIsDistinct() {
    String alike = "k".repeat(500);

    process(new PlaceOrder("o"), alike + "1");
    process(new PlaceOrder("o"), alike + "2");
    process(new PlaceOrder("o"), alike + "1");

    assertThat(handlers.calls).hasSize(2);
  }

  @Test
  void resultThatWouldComeBackChangedIsRefused() {
    handlers.touched = "text";
    assertThat(process(new TouchOrder("text"), "k")).isEqualTo(Map.of("value", "text"));
    handlers.touched = Duration.ofDays(1);

    assertThatThrownBy(() -> process(new TouchOrder("time"), "l"))
        .isInstanceOf(UnstorableResultException.class)
        .hasMessageContaining(
            "[] is java.time.Duration and would come back as java.lang.String. Nothing was"
                + " stored.");
    assertThat(records()).hasSize(1);
  }

  @Test
  void resultThatJsonCannotKeepIsRefused() {
    assertThatThrownBy(() -> process(new Checked("name", List.of()), "k"))
        .isInstanceOf(UnstorableResultException.class)
        .hasMessageStartingWith(
            "The result of command Checked cannot be kept as JSON and read as "
                + Opaque.class.getName()
                + ": ")
        .hasMessageEndingWith(
            "Nothing was stored. Let the handler declare and return a record, a simple value, or nothing.");
    assertThat(records()).isEmpty();
  }

  // ---- within a transaction of the caller

  @Test
  void recordSharesTheCallersTransaction() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      process(new PlaceOrder("o"), "k");
                      process(new PlaceOrder("o"), "k");
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    assertThat(records()).isEmpty();
    assertThat(handlers.calls).hasSize(1);

    foliot.inTransaction(() -> process(new PlaceOrder("o"), "k"));
    process(new PlaceOrder("o"), "k");

    assertThat(handlers.calls).hasSize(2);
    assertThat(foliot.notes()).containsExactly("placed o");
  }

  @Test
  void refusedRepeatLeavesTheCallersTransactionAsItIs() {
    process(new PlaceOrder("o"), "k");

    foliot.inTransaction(
        () -> {
          assertThatThrownBy(
                  () -> foliot.commands.process(new PlaceOrder("o"), key("k").refusingRepeats()))
              .isInstanceOf(DuplicateCommandException.class);
          foliot.note("goes on");
        });

    assertThat(foliot.notes()).containsExactly("placed o", "goes on");
  }

  // ---- two at once

  @Test
  void secondOfTwoFirstsGetsTheFirstOnesResult() throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch secondBegan = new CountDownLatch(1);
    handlers.place =
        () -> {
          handling.countDown();
          return secondBegan.await(120, TimeUnit.SECONDS);
        };

    Future<Object> first = threads.submit(() -> process(new PlaceOrder("o"), "k"));
    assertThat(handling.await(120, TimeUnit.SECONDS)).isTrue();
    Future<Object> second = threads.submit(() -> processAfter(secondBegan));

    assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(first.get(120, TimeUnit.SECONDS));
    assertThat(handlers.calls).hasSize(1);
    assertThat(foliot.notes()).containsExactly("placed o");
  }

  @Test
  void secondOfTwoFirstsGoesOnAfterARollback() throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch secondBegan = new CountDownLatch(1);
    handlers.place =
        () -> {
          if (handlers.calls.size() == 1) {
            handling.countDown();
            assertThat(secondBegan.await(120, TimeUnit.SECONDS)).isTrue();
            throw new IOException("disk");
          }
          return null;
        };

    Future<Object> first = threads.submit(() -> process(new PlaceOrder("o"), "k"));
    assertThat(handling.await(120, TimeUnit.SECONDS)).isTrue();
    Future<Object> second = threads.submit(() -> processAfter(secondBegan));

    assertThatThrownBy(() -> first.get(120, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    assertThat(second.get(120, TimeUnit.SECONDS))
        .isEqualTo(new Receipt("o", new BigDecimal("1.50"), List.of(2)));
    assertThat(foliot.notes()).containsExactly("placed o");
  }

  /** Lets the first one end when a transaction has begun that needs its key. */
  private Object processAfter(CountDownLatch began) {
    return foliot.transactions.inNew(
        () -> {
          foliot.notes();
          began.countDown();
          return process(new PlaceOrder("o"), "k");
        });
  }

  // ---- submit

  private UUID submit(Object command, String key) {
    return foliot.submitting.submit(command, key(key));
  }

  @Test
  void repeatedSubmitReturnsTheFirstReceipt() {
    UUID first = submit(new PlaceOrder("o"), "k");

    assertThat(submit(new PlaceOrder("o"), "k")).isEqualTo(first);
    assertThat(submit(new PlaceOrder("o"), "other")).isNotEqualTo(first);
    assertThat(submitted()).hasSize(2);
    assertThat(submitted().get(0)).isEqualTo(first);
    assertThat(records()).extracting(row -> row.get("status")).containsOnly("submitted");
  }

  @Test
  void submittedKeyCommitsWithTheCommand() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      submit(new PlaceOrder("o"), "k");
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    assertThat(records()).isEmpty();

    submit(new PlaceOrder("o"), "k");

    assertThat(submitted()).hasSize(1);
  }

  @Test
  void submitRefusesAnotherPayload() {
    submit(new PlaceOrder("o"), "k");

    assertThatThrownBy(() -> submit(new PlaceOrder("other"), "k"))
        .isInstanceOf(IdempotencyKeyReusedException.class);
    assertThat(submitted()).hasSize(1);
  }

  @Test
  void submitRefusesRepeatsIfAsked() {
    UUID first = submit(new PlaceOrder("o"), "k");

    assertThatThrownBy(
            () -> foliot.submitting.submit(new PlaceOrder("o"), key("k").refusingRepeats()))
        .hasMessageStartingWith(
            "Command PlaceOrder with idempotency key k was sent before, as command " + first)
        .isInstanceOf(DuplicateCommandException.class);
  }

  // ---- process after submit, and the reverse

  @Test
  void processRefusesACommandThatIsSubmitted() {
    UUID first = submit(new PlaceOrder("o"), "k");

    assertThatThrownBy(() -> process(new PlaceOrder("o"), "k"))
        .hasMessage(
            "Command PlaceOrder with idempotency key k was not processed, because command %s with this key is submitted and has not ended. Only one of them may succeed. Wait for the first one with its receipt, retry it if it is parked, or repeat this later."
                .formatted(first))
        .asInstanceOf(throwable(CommandNotEndedException.class))
        .satisfies(
            e -> {
              assertThat(e.firstId()).isEqualTo(first);
              assertThat(e.isFailed()).isFalse();
            });
    assertThat(handlers.calls).isEmpty();
  }

  @Test
  void processReturnsTheResultOfASubmittedCommand() {
    submit(new Deposit("a", 1), "k");
    end("succeeded", "42");

    assertThat(process(new Deposit("a", 1), "k")).isEqualTo(42);
    assertThat(handlers.calls).isEmpty();
  }

  @Test
  void failedFirstIsNotOvertaken() {
    UUID first = submit(new PlaceOrder("o"), "k");
    end("failed", null);

    assertThatThrownBy(() -> process(new PlaceOrder("o"), "k"))
        .hasMessageContaining(
            "command " + first + " with this key has failed and is not tried again")
        .hasMessageEndingWith("Only one of them may succeed. Send a new command with another key.")
        .asInstanceOf(throwable(CommandNotEndedException.class))
        .matches(CommandNotEndedException::isFailed);
    assertThat(submit(new PlaceOrder("o"), "k")).isEqualTo(first);
  }

  @Test
  void expiredOrCancelledFirstGivesItsKeyBack() {
    submit(new PlaceOrder("o"), "k");
    end("expired", null);
    UUID second = submit(new PlaceOrder("o"), "k");
    end("cancelled", null);

    process(new PlaceOrder("o"), "k");

    assertThat(handlers.calls).hasSize(1);
    assertThat(submitted()).contains(second).hasSize(2);
    assertThat(records())
        .extracting(row -> row.get("status"), row -> row.get("idempotency_key"))
        .containsExactlyInAnyOrder(
            tuple("expired", null), tuple("cancelled", null), tuple("succeeded", "k"));
  }

  @Test
  void submitAfterProcessReturnsTheProcessedCommand() {
    process(new PlaceOrder("o"), "k");
    UUID processed = foliot.jdbc.queryForObject("select id from foliot_command", UUID.class);

    assertThat(submit(new PlaceOrder("o"), "k")).isEqualTo(processed);
    assertThat(submitted()).isEmpty();
  }

  /** As the delivery does. */
  private void end(String status, String result) {
    foliot.jdbc.update(
        "update foliot_command set status = ?, result = ?, ended_at = recorded_at where status = 'submitted'",
        status,
        result);
  }

  // ---- retention

  @Test
  void keyIsFreeAfterTheRetention() {
    process(new PlaceOrder("o"), "k");
    submit(new TouchOrder("o"), "k");
    foliot.clock.advance(Duration.ofDays(7));

    int removed = forgetEnded(10);
    process(new PlaceOrder("o"), "k");

    assertThat(removed).isEqualTo(1);
    assertThat(handlers.calls).hasSize(2);
  }

  @Test
  void removesAFewRecordsAtOnce() {
    for (int i = 0; i < 5; i++) {
      process(new PlaceOrder("o"), "k" + i);
    }
    foliot.clock.advance(Duration.ofSeconds(1));

    assertThat(forgetEnded(3)).isEqualTo(3);
    assertThat(forgetEnded(3)).isEqualTo(2);
  }

  private int forgetEnded(int most) {
    return new ForgetEnded(
            JdbcClient.create(foliot.jdbc),
            FoliotSchema.of(Objects.requireNonNull(foliot.jdbc.getDataSource()), null),
            foliot.handlers)
        .removeEndedBefore(foliot.clock.instant(), most);
  }

  @Test
  void commandWithoutKeyLeavesNoRecord() {
    foliot.commands.process(new PlaceOrder("o"), MessageOptions.NONE);

    assertThat(records()).isEmpty();
  }
}
