package dev.foliot.test.flow;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.KeysUnavailableException;
import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SubjectKey;
import dev.foliot.test.flow.Limited.Failing;
import dev.foliot.test.flow.Limited.Guest;
import dev.foliot.test.flow.Limited.Invited;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Key stores outside of the database do not answer for a while: nothing is taken for unreadable.
 */
@Import(KeyOutageIntegrationTests.Vaults.class)
class KeyOutageIntegrationTests extends FlowTest {
  @Autowired PersonVault persons;
  @Autowired PayloadVault payloads;
  @Autowired CachedKeys cached;

  @TestConfiguration
  static class Vaults {
    @Bean
    PersonVault personVault() {
      return new PersonVault();
    }

    @Bean
    PayloadVault payloadVault() {
      return new PayloadVault();
    }
  }

  /** A vault has exceptions of its own. */
  static final class VaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultException() {
      super("503");
    }
  }

  static final class PersonVault implements PersonalDataKeys {
    private final Map<String, SubjectKey> keys = new HashMap<>();
    volatile boolean isAway;
    volatile Supplier<RuntimeException> outage = VaultException::new;

    @Override
    public Map<String, SubjectKey> find(Set<String> subjects) {
      return findOrCreate(subjects);
    }

    @Override
    public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
      if (isAway) {
        throw outage.get();
      }
      subjects.forEach(each -> keys.putIfAbsent(each, SubjectKey.of(new byte[SubjectKey.BYTES])));
      Map<String, SubjectKey> found = new HashMap<>(keys);
      found.keySet().retainAll(subjects);
      return found;
    }

    @Override
    public boolean destroy(String subject) {
      throw new UnsupportedOperationException();
    }
  }

  static final class PayloadVault implements PayloadKeys {
    private final PayloadKey key = PayloadKey.of("k", new byte[PayloadKey.BYTES]);
    volatile boolean isAway;

    @Override
    public PayloadKey current() {
      return key;
    }

    @Override
    public Optional<PayloadKey> find(String id) {
      if (isAway) {
        throw new VaultException();
      }
      return Optional.of(key);
    }
  }

  @BeforeEach
  void vaultsAnswer() {
    persons.isAway = false;
    persons.outage = VaultException::new;
    payloads.isAway = false;
  }

  private RunHandle<List<String>> invite(String id) {
    return workflows.start(Invited.class, List.of(new Guest(id, "guest " + id)), RunOptions.id(id));
  }

  @Test
  void batchIsJoinedWhenTheKeysOfPersonsAreBack() {
    invite("g-1");
    cached.clear();
    persons.isAway = true;

    assertThatThrownBy(() -> invite("g-2"))
        .isInstanceOf(KeysUnavailableException.class)
        .hasMessage(
            "The key store %s does not answer: %s: 503. Try again when it answers.",
            PersonVault.class.getName(), VaultException.class.getName())
        .hasCauseInstanceOf(VaultException.class);
    persons.isAway = false;

    assertThat(invite("g-2").id()).isEqualTo("g-1");
    advance(ofSeconds(10));
    assertThat(workflows.handle("g-1", Invited.class).result())
        .contains(List.of("guest g-1", "guest g-2"));
  }

  @Test
  void batchIsJoinedWhenTheKeysOfPayloadsAreBack() {
    invite("g-1");
    payloads.isAway = true;

    assertThatThrownBy(() -> invite("g-2"))
        .isInstanceOf(KeysUnavailableException.class)
        .hasMessageContaining(PayloadVault.class.getName())
        .hasCauseInstanceOf(VaultException.class);
    payloads.isAway = false;

    assertThat(invite("g-2").id()).isEqualTo("g-1");
  }

  @Test
  void runBeginsWhenTheKeysOfItsInputAreBack() {
    RunHandle<List<String>> run = invite("g-1");
    cached.clear();
    persons.isAway = true;

    advance(ofSeconds(10));
    assertThat(run.status().isEnded()).isFalse();
    persons.isAway = false;
    advance(ofMinutes(10));

    assertThat(run.result()).contains(List.of("guest g-1"));
  }

  @Test
  void runOfAFailureGetsTheInputWhenTheKeysAreBack() {
    code.inStep =
        () -> {
          code.inStep = () -> {};
          payloads.isAway = true;
        };
    workflows.start(Failing.class, Limited.Order.of("c", "1"), RunOptions.id("f-1"));

    engine.run();
    assertThat(status("f-1").isEnded()).isFalse();
    vaultsAnswer();
    advance(ofMinutes(10));

    assertThat(status("f-1")).isEqualTo(RunStatus.FAILED);
    assertThat(
            jdbc.queryForList(
                "select throttle_key from foliot_run where workflow = 'after-failing'",
                String.class))
        .containsExactly("c");
  }

  private void awayNow() {
    cached.clear();
    persons.isAway = true;
  }

  private void assertGoesOnWhenTheKeysAreBack(String run) {
    advance(ofMinutes(10));
    assertThat(status(run).isEnded()).isFalse();
    vaultsAnswer();
    advance(ofMinutes(10));
  }

  private RunHandle<Object> visit() {
    RunHandle<Object> run =
        workflows.start(Visits.Door.class, new Visits.Ring(), RunOptions.id("v-1"));
    engine.run();
    String question = jdbc.queryForObject("select id from foliot_wait", String.class);
    workflows.completeCallback(question, new Visits.Visitor("g-1", "Jane"));
    return run;
  }

  private List<String> failedAttempts() {
    return workflows.show("v-1").orElseThrow().journal().stream()
        .map(each -> each.type().toString())
        .filter("FAILED"::equals)
        .toList();
  }

  @Test
  void outageWhileAStepReadsItsEventIsNoAttempt() {
    RunHandle<Object> run = visit();
    awayNow();

    assertGoesOnWhenTheKeysAreBack("v-1");

    assertThat(run.result()).contains("hello Jane");
    assertThat(failedAttempts()).isEmpty();
  }

  @Test
  void outageWhileAStepReadsItsStateIsNoAttempt() {
    RunHandle<Object> run = visit();
    code.inStep =
        () -> {
          code.inStep = () -> {};
          awayNow();
        };

    engine.run();
    assertThat(run.status().isEnded()).isFalse();
    vaultsAnswer();
    advance(ofMinutes(10));

    assertThat(run.result()).contains("hello Jane");
    assertThat(failedAttempts()).isEmpty();
  }

  @Test
  void outageWhileAnEventIsPublishedIsNoAttempt() {
    code.inStep =
        () -> {
          code.inStep = () -> {};
          awayNow();
        };
    RunHandle<String> run = workflows.start(Visits.Telling.class, "g-1", RunOptions.id("v-1"));

    assertGoesOnWhenTheKeysAreBack("v-1");

    assertThat(run.result()).contains("told once");
    assertThat(failedAttempts()).isEmpty();
  }

  // A store on Spring Data has the exceptions of Spring
  @Test
  void outageWhileACommandWritesIsNoAttempt() {
    persons.outage = () -> new DataAccessResourceFailureException("no connection");
    code.body =
        (ctx, order) -> {
          ctx.command("announce", new Visits.Announce("g-1"));
          return "announced";
        };
    awayNow();
    RunHandle<String> run = start(Limited.Concurrent.class, "c", "v-1");

    assertGoesOnWhenTheKeysAreBack("v-1");

    assertThat(run.result()).contains("announced");
    assertThat(failedAttempts()).isEmpty();
  }

  @Test
  void stepThatRefusesForGoodInAnOutageFails() {
    code.body =
        (ctx, order) ->
            ctx.step(
                "refuse",
                String.class,
                StepOptions.transactional(),
                step -> {
                  try {
                    return KeysUnavailableException.call(
                        persons, () -> persons.find(Set.of("g-1")).toString());
                  } catch (KeysUnavailableException away) {
                    throw new NonRetriableException("no", away);
                  }
                });
    awayNow();

    start(Limited.Concurrent.class, "c", "v-1");
    engine.run();

    assertThat(status("v-1")).isEqualTo(RunStatus.FAILED);
    assertThat(reason("v-1")).contains("no");
  }

  @Test
  void childRunIsAdmittedWhenTheKeysOfItsInputAreBack() {
    code.inStep =
        () -> {
          code.inStep = () -> {};
          awayNow();
        };
    RunHandle<List<String>> run = workflows.start(Visits.Host.class, "g-1", RunOptions.id("h-1"));

    assertGoesOnWhenTheKeysAreBack("h-1");

    assertThat(run.result()).contains(List.of("guest g-1", "done"));
    assertThat(
            jdbc.queryForList(
                "select throttle_key from foliot_run where workflow = 'hosted'", String.class))
        .containsExactly("g-1");
  }

  @Test
  void streamIsReadWhenTheKeysOfItsEventsAreBack() {
    Guest guest = new Guest("g-1", "Jane");
    workflows.start(Visits.Hosted.class, guest, RunOptions.id("h-1"));
    engine.run();
    awayNow();

    assertThatThrownBy(() -> workflows.events("h-1", 0))
        .isInstanceOf(KeysUnavailableException.class);
    vaultsAnswer();

    assertThat(workflows.events("h-1", 0)).extracting(EmittedEvent::value).containsExactly(guest);
  }

  private RunHandle<String> expect() {
    RunHandle<String> run =
        workflows.start(Visits.Expecting.class, new Guest("g-1", "Jane"), RunOptions.id("e-1"));
    engine.run();
    return run;
  }

  @Test
  void runIsCancelledWhenTheKeysOfItsInputAreBack() {
    RunHandle<String> run = expect();
    workflows.send(new Visits.CalledOff("Jane"));
    awayNow();

    assertGoesOnWhenTheKeysAreBack("e-1");

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void runGetsItsEventWhenTheKeysOfTheEventAreBack() {
    RunHandle<String> run = expect();
    workflows.send(new Visits.Arrived("g-1", "Jane Doe"));
    awayNow();

    assertThatThrownBy(engine::run).isInstanceOf(KeysUnavailableException.class);
    vaultsAnswer();
    engine.run();

    assertThat(run.result()).contains("Jane Doe");
  }
}
