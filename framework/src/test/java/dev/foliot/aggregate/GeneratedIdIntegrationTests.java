package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import dev.foliot.testsupport.shop.Ticket;
import org.junit.jupiter.api.Test;

/** An aggregate raises its first events before the database generates its id. */
class GeneratedIdIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Ticket> tickets = foliot.repositories.of(Ticket.class);

  @Test
  void storesEventsUnderTheGeneratedId() {
    var first = new Ticket("first");
    var second = new Ticket("second");

    foliot.inTransaction(
        () -> {
          tickets.save(first);
          tickets.save(second);
        });

    assertThat(foliot.events("ticket", first.id())).containsExactly(new TicketOpened("first"));
    assertThat(foliot.events("ticket", second.id())).containsExactly(new TicketOpened("second"));
    assertThat(tickets.find(first.id())).isPresent();
  }

  @Test
  void storesEventsOfAMergedNewAggregate() {
    foliot.inTransaction(() -> foliot.entities.merge(new Ticket("merged")));

    assertThat(foliot.log())
        .extracting(RecordedMessage::payload)
        .containsExactly(new TicketOpened("merged"));
  }
}
