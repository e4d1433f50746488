package dev.foliot.docs;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.On;
import dev.foliot.projection.DocumentId;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Indexed;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.projection.SqlView;
import dev.foliot.projection.Where;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Code of the page about projections: those without an entity. */
class DocumentsExample {
  @DomainEvent
  record Closed(String accountId) {}

  // docs: document
  @Projection
  record ReaderCard(
      @DocumentId String reader,
      @Indexed int loans,
      @Indexed @Nullable String city,
      List<String> books) {

    ReaderCard lent(String book) {
      List<String> all = new ArrayList<>(books);
      all.add(book);
      return new ReaderCard(reader, loans + 1, city, all);
    }
  }

  @Projector(value = ReaderCard.class, sequencedBy = "reader")
  static class ReaderCardProjector {
    private final DocumentProjection<ReaderCard> cards;

    ReaderCardProjector(DocumentProjection<ReaderCard> cards) {
      this.cards = cards;
    }

    @On
    void lent(Lent event) {
      cards.upsert(
          event.reader(),
          () -> new ReaderCard(event.reader(), 0, null, List.of()),
          card -> card.lent(event.book()));
    }
  }

  // docs: end

  @DomainEvent
  record Lent(String reader, String book) {}

  static List<Object> find(DocumentProjection<ReaderCard> cards) {
    // docs: where
    List<ReaderCard> romans = cards.findBy("city", "Rome");
    Page<ReaderCard> eager =
        cards.findAll(
            Where.property("loans").isAtLeast(10).and("city").isIn(List.of("Rome", "Oslo")),
            PageRequest.of(0, 20, Sort.by("loans").descending()));
    // docs: end
    return List.of(romans, eager);
  }

  // docs: sql
  record Deposits(String accountId, long amount) {} // columns account_id and amount

  @Projector(value = Deposits.class, tables = "deposits")
  static class DepositsProjector {
    private final JdbcClient jdbc;

    DepositsProjector(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void closed(Closed event) {
      jdbc.sql("delete from deposits where account_id = ?").param(event.accountId()).update();
    }
  }

  @Configuration
  static class DepositsView {
    @Bean
    SqlView<Deposits> deposits(JdbcClient jdbc) {
      return SqlView.of(jdbc, "deposits", Deposits.class);
    }
  }

  // docs: end
}
