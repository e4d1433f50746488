package dev.foliot.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.projection.DocumentId;
import dev.foliot.projection.DocumentParts;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Documents;
import dev.foliot.projection.ExplainMissingRow;
import dev.foliot.projection.Indexed;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Where;
import dev.foliot.testsupport.TestFoliot;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of indexed components, in columns beside the documents. */
class IndexedValuesIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();

  @BeforeEach
  void withoutTheTable() {
    foliot.jdbc.execute("drop table if exists document_amount");
    foliot.jdbc.execute("drop table if exists document_visit");
  }

  @Projection
  private record Amount(@DocumentId long number, BigDecimal total) {}

  /** The same document with an index. */
  private static final class Next {
    @Projection
    private record Amount(@DocumentId long number, @Indexed BigDecimal total) {}
  }

  @Projection
  private record Visit(@DocumentId long number, @Indexed LocalDateTime at) {}

  private <T> DocumentProjection<T> documents(Class<T> type) {
    DocumentParts parts =
        new DocumentParts(
            foliot.dataSource,
            foliot.transactions,
            new MessageJson(new MessageTypes(List.of())),
            () -> new ExplainMissingRow(new HandlerRegistry(), false),
            () -> {
              throw new AssertionError("not asked");
            });
    Documents documents = new Documents(parts, List.of(type));
    documents.prepareTables(true);
    return documents.of(type);
  }

  @Test
  void findsTimesOfMoreDigitsThanColumnsHave() {
    LocalDateTime at = LocalDateTime.parse("2026-01-01T12:00:00.123456789");
    DocumentProjection<Visit> visits = documents(Visit.class);
    visits.save(new Visit(1, at));

    assertThat(visits.findBy("at", at)).containsExactly(new Visit(1, at));
    assertThat(visits.findAll(Where.property("at").isAtMost(at))).hasSize(1);
    assertThat(visits.findAll(Where.property("at").isAtLeast(at))).hasSize(1);
  }

  @Test
  void newIndexHasAllDigitsOfTheStoredNumbers() {
    BigDecimal total = new BigDecimal("12345678901234567.89");
    documents(Amount.class).save(new Amount(1, total));

    DocumentProjection<Next.Amount> next = documents(Next.Amount.class);

    assertThat(next.findBy("total", total)).containsExactly(new Next.Amount(1, total));
  }
}
