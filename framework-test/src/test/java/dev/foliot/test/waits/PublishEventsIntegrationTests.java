package dev.foliot.test.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.EngineRun;
import dev.foliot.message.RecordedMessage;
import dev.foliot.test.waits.WaitsApplication.Approved;
import dev.foliot.test.waits.WaitsApplication.SignedUp;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that belong to no aggregate. */
class PublishEventsIntegrationTests extends WaitTest {
  private static final Approved APPROVED = new Approved("o-1", BigDecimal.ONE);

  @Test
  void eventsOfARunAreInOneStream() {
    publish(APPROVED);
    publish(APPROVED, new SignedUp("q", "c", "jane@example.com"));

    List<RecordedMessage> log = store.readAll(0, 10);
    assertThat(log)
        .extracting(each -> each.category() + " " + each.streamId() + " " + each.streamVersion())
        .containsExactly(
            "foliot:workflow publisher 1",
            "foliot:workflow publisher 2",
            "foliot:workflow publisher 3");
    assertThat(log.get(2).isSealed()).isTrue();
  }

  @Test
  void handlersGetThem() {
    publish(APPROVED);

    EngineRun run = engine.run();

    assertThat(run.toString()).contains("approved").contains("publisher");
  }

  @Test
  void rollbackLeavesNothing() {
    assertThatThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      events.publish("publisher", APPROVED);
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(store.head()).isZero();
  }

  @Test
  void refusesAnObjectThatIsNoEvent() {
    assertThatThrownBy(() -> publish("text")).hasMessageContaining("java.lang.String");
  }
}
