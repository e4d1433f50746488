package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.operation.HeldMessageDetails;
import dev.foliot.personaldata.People.Person;
import dev.foliot.personaldata.People.Visit;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is personal is nowhere readable in Foliot's tables, and nowhere at all once forgotten. */
@ExtendWith(OutputCaptureExtension.class)
class ForgetIntegrationTests extends PeopleTest {
  @Autowired private PlatformTransactionManager manager;
  @Autowired private Transactions transactions;

  private String person() {
    return domain.repositoryFor(Person.class).get("p-1").describe();
  }

  @Test
  void everybodyReadsWhatIsNotForgotten() {
    domain.process(ANN);
    run();

    assertThat(person())
        .isEqualTo("Ann Smith of Address[street=Elm Street 7, city=Springfield], 0 visits");
    assertThat(faults.seen).hasSize(2).allMatch(text -> text.contains("Ann Smith"));
    assertThat(jdbc.queryForObject("select name from directory", String.class))
        .isEqualTo("Ann Smith");
  }

  @Test
  void nothingReadableIsStored(CapturedOutput output) {
    domain.process(ANN);
    faults.handlersFail = true;
    faults.brokerFails = true;
    run();
    assertThat(jdbc.queryForObject("select error from foliot_outbox", String.class))
        .startsWith(
            "java.lang.IllegalStateException: no broker for [personal data] of [personal data]: ");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
    faults.brokerFails = false;
    jdbc.update("update foliot_outbox set status = 'pending', next_attempt_at = null");
    run();

    assertThat(jdbc.queryForList("select subscription from foliot_held", String.class))
        .containsExactlyInAnyOrder("greeter", "newcomers");
    assertThat(
            jdbc.queryForObject(
                "select error_text from foliot_held where subscription = 'greeter'", String.class))
        .isEqualTo(
            "cannot greet Joined[personId=p-1, name=[personal data], address=Address[street=[personal data], city=[personal data]]]");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
    assertThat(output.getAll()).doesNotContain("Ann Smith", "Elm Street", "Springfield");
  }

  @Test
  void nothingReadableIsLeftOnceForgotten() {
    domain.process(ANN);
    run();
    domain.process(new Visit("p-1"));
    domain.process(ANN);
    faults.handlersFail = true;
    faults.brokerFails = true;
    run();
    assertThat(jdbc.queryForList("select distinct subscription from foliot_held", String.class))
        .containsExactlyInAnyOrder("greeter", "doorman");
    assertThat(AllText.in(jdbc)).as("the doorman told").areAtLeastOne(READABLE);
    byte[] secret = jdbc.queryForObject("select secret from foliot_data_key", byte[].class);

    assertThat(domain.forget("p-1")).isTrue();

    assertThat(AllText.in(jdbc))
        .areNot(READABLE)
        .noneMatch(text -> text.contains(secretText(secret)));
    assertThat(
            jdbc.queryForList(
                "select error_class, error_text, stack_trace from foliot_held where subscription = 'doorman'"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.values()).element(0).isEqualTo("java.lang.IllegalStateException"))
        .satisfies(
            row ->
                assertThat(row.get("stack_trace"))
                    .asString()
                    .contains("\tat dev.foliot.personaldata.People$Faults.handled(People.java:")
                    .doesNotContain("cannot greet"));
    assertThat(
            jdbc.queryForList(
                "select error from foliot_outbox where error is not null", String.class))
        .containsOnly("(removed when a data subject was forgotten)");
  }

  private static String secretText(byte[] secret) {
    return new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void everythingStillReadsOnceForgotten() {
    domain.process(ANN);
    domain.process(new Visit("p-1"));
    faults.handlersFail = true;
    run();

    domain.forget("p-1");
    faults.handlersFail = false;
    jdbc.update("update foliot_held set status = 'waiting', next_attempt_at = current_timestamp");
    jdbc.update(
        "update foliot_checkpoint set position = 0 where subscription = 'directory-projector'");
    jdbc.update("delete from directory");
    jdbc.update("update foliot_held set next_attempt_at = timestamp '2025-12-31 00:00:00'");
    run();

    assertThat(person()).isEqualTo("somebody of null, 1 visits");
    assertThat(faults.seen)
        .containsExactlyInAnyOrder(
            "Joined[personId=p-1, name=somebody, address=null]",
            "by broker Joined[personId=p-1, name=somebody, address=null]",
            "at the door somebody");
    assertThat(jdbc.queryForObject("select name from directory", String.class))
        .isEqualTo("somebody");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
  }

  @Test
  void snapshotsAreUnreadableToo() {
    domain.process(ANN);
    domain.snapshots().take(Person.class, "p-1");
    domain.process(new Visit("p-1"));
    assertThat(jdbc.queryForList("select state from foliot_snapshot", String.class))
        .singleElement()
        .asString()
        .contains("$personal");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
    aggregates.clear();
    assertThat(person()).startsWith("Ann Smith").endsWith("1 visits");

    domain.forget("p-1");

    assertThat(person()).isEqualTo("somebody of null, 1 visits");
    domain.snapshots().take(Person.class, "p-1");
    assertThat(jdbc.queryForObject("select state from foliot_snapshot", String.class))
        .contains("somebody");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
  }

  @Test
  void whatIsSaidLaterIsNotStored() {
    domain.forget("p-1");

    domain.process(ANN);
    run();

    assertThat(AllText.in(jdbc)).areNot(READABLE).noneMatch(text -> text.contains("aes"));
    assertThat(person()).isEqualTo("somebody of null, 0 visits");
    assertThat(jdbc.queryForList("select secret from foliot_data_key", byte[].class))
        .containsOnlyNulls();
  }

  @Test
  void keyIsGoneBeforeWhatIsRememberedGoes() {
    domain.process(ANN);
    List<SubjectKey> seen = new ArrayList<>();
    SubjectTraces another =
        subject ->
            UnitOfWork.required()
                .afterCommit(
                    () ->
                        seen.addAll(
                            CompletableFuture.supplyAsync(() -> keys.find(Set.of(subject)))
                                .join()
                                .values()));

    new ForgetSubject(keys, List.of(another), transactions).forget("p-1");

    assertThat(seen).containsExactly(SubjectKey.FORGOTTEN);
  }

  @Test // R26
  void operatorSeesPlaceholders() {
    domain.process(ANN);
    faults.handlersFail = true;
    run();
    UUID held = domain.subscriptions().held("greeter", 0, 1).get(0).messageId();

    HeldMessageDetails shown = domain.subscriptions().show("greeter", held);

    assertThat(shown.payload())
        .singleElement()
        .satisfies(
            part ->
                assertThat(part.json())
                    .isEqualTo("{\"personId\":\"p-1\",\"name\":\"somebody\",\"address\":null}"));
    assertThat(shown.toString()).isNot(READABLE);
  }

  @Test // R27
  void checkOfTheLogQuotesNobody() {
    domain.process(ANN);
    jdbc.update("update foliot_message set type = 'counted' where type = 'joined'");

    assertThat(domain.verifyLog().problems())
        .singleElement()
        .asString()
        .startsWith("UNREADABLE_MESSAGE")
        .contains("from String \"[personal data]\"")
        .isNot(READABLE);
  }

  @Test
  void mayBeForgottenAgain() {
    domain.process(ANN);

    assertThat(domain.forget("p-1")).isTrue();
    assertThat(domain.forget("p-1")).isFalse();
    assertThat(domain.forget("nobody")).isFalse();
    assertThat(jdbc.queryForObject("select count(forgotten_at) from foliot_data_key", Long.class))
        .isEqualTo(2);
  }

  // R1
  @Test
  void isRememberedWhenTheTransactionRollsBack() {
    domain.process(ANN);

    new TransactionTemplate(manager)
        .executeWithoutResult(
            transaction -> {
              domain.forget("p-1");
              assertThat(person()).startsWith("somebody");
              transaction.setRollbackOnly();
            });

    assertThat(person()).startsWith("Ann Smith");
  }

  @Test
  void isForgottenWithTheTransactionThatAlsoWrites() {
    domain.process(ANN);

    new TransactionTemplate(manager)
        .executeWithoutResult(
            transaction -> {
              domain.process(ANN);
              domain.forget("p-1");
            });

    assertThat(person()).isEqualTo("somebody of null, 0 visits");
    assertThat(AllText.in(jdbc)).areNot(READABLE);
  }

  // R1
  @Test
  void keyOfRolledBackTransactionEncryptsNothing() {
    assertThatThrownBy(
            () ->
                new TransactionTemplate(manager)
                    .executeWithoutResult(
                        transaction -> {
                          domain.process(ANN);
                          UnitOfWork.required()
                              .lastly(
                                  () -> {
                                    throw new IllegalStateException("after all is written");
                                  });
                        }))
        .hasMessage("after all is written");
    domain.process(ANN);
    keys.clear();

    assertThat(person()).startsWith("Ann Smith");
  }
}
