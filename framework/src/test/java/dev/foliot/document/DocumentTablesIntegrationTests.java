package dev.foliot.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.foliot.handler.WiringException;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.projection.DocumentId;
import dev.foliot.projection.DocumentParts;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.DocumentTableMissingException;
import dev.foliot.projection.Documents;
import dev.foliot.projection.ExplainMissingRow;
import dev.foliot.projection.Indexed;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Where;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.TestFoliot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;

/** The tables of documents, without Spring Boot and without JPA. */
class DocumentTablesIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();

  /** Today's record. */
  @Projection
  private record Total(@DocumentId long number, @Indexed @Nullable String city, int cents) {}

  /** The same document with one more index and one component less. */
  private static final class Next {
    @Projection
    private record Total(
        @DocumentId long number, @Indexed @Nullable String city, @Indexed int cents) {}
  }

  @BeforeEach
  void withoutTheTable() {
    foliot.jdbc.execute("drop table if exists document_total");
  }

  private Documents documents(Class<?>... types) {
    DocumentParts parts =
        new DocumentParts(
            foliot.dataSource,
            foliot.transactions,
            new MessageJson(new MessageTypes(List.of())),
            () -> new ExplainMissingRow(foliot.handlers, false),
            () -> {
              throw new AssertionError("not asked");
            });
    return new Documents(parts, List.of(types));
  }

  private DocumentProjection<Total> totals() {
    Documents documents = documents(Total.class);
    documents.prepareTables(true);
    return documents.of(Total.class);
  }

  @Test
  void rollbackToASavepointUndoesItsChangesAlone() {
    DocumentProjection<Total> totals = totals();

    foliot.inTransaction(
        () -> {
          totals.save(new Total(1, "Rome", 10));
          foliot.inTransaction(
              TransactionDefinition.PROPAGATION_NESTED,
              () -> totals.update(1, total -> new Total(1, "Oslo", 20)));
          try {
            foliot.inTransaction(
                TransactionDefinition.PROPAGATION_NESTED,
                () -> {
                  totals.update(1, total -> new Total(1, "Bonn", 30));
                  totals.save(new Total(2, null, 40));
                  throw new IllegalStateException("only this");
                });
          } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("only this");
          }
          assertThat(totals.exists(2)).isFalse();
          assertThat(totals.count()).isEqualTo(1);
        });

    assertThat(totals.findAll()).containsExactly(new Total(1, "Oslo", 20));
  }

  @Test
  void createsTablesOnce() {
    totals().save(new Total(1, "Rome", 10));

    assertThat(totals().get(1)).isEqualTo(new Total(1, "Rome", 10));
    documents(Total.class).prepareTables(false);
  }

  @Test
  void printsTheStatementsIfItMayNotCreateTheTable() {
    assertThatExceptionOfType(DocumentTableMissingException.class)
        .isThrownBy(() -> documents(Total.class).prepareTables(false))
        .withMessageStartingWith(
            "The table document_total of projection dev.foliot.document.DocumentTablesIntegrationTests$Total does not exist. Let Foliot create it (foliot.schema.initialize=always), or run:")
        .satisfies(
            e -> {
              assertThat(e.table()).isEqualTo("document_total");
              runStatements(e.getMessage());
            });

    documents(Total.class).prepareTables(false);
  }

  private void runStatements(String message) {
    message.lines().skip(1).filter(line -> line.endsWith(";")).forEach(foliot.jdbc::execute);
  }

  @Test
  void newIndexHasTheValuesOfTheStoredDocuments() {
    DocumentProjection<Total> totals = totals();
    foliot.inTransaction(
        () -> IntStream.range(0, 1_100).forEach(i -> totals.save(new Total(i, "Rome", i % 10))));
    Documents next = documents(Next.Total.class);
    assertThatExceptionOfType(DocumentTableMissingException.class)
        .isThrownBy(() -> next.prepareTables(false))
        .withMessageContaining(" lacks columns.")
        .withMessageContaining(
            "alter table document_total add column if not exists by_cents integer")
        .withMessageContaining("Then rebuild the projection: the new columns are empty.");

    next.prepareTables(true);

    assertThat(next.of(Next.Total.class).count(Where.property("cents").is(7))).isEqualTo(110);
    next.prepareTables(false);
  }

  @Test
  void refusesATableOfSomethingElse() {
    foliot.jdbc.execute("create table document_total (total integer)");

    assertThatIllegalStateException()
        .isThrownBy(this::totals)
        .withMessage(
            "The table document_total exists, but holds no documents of dev.foliot.document.DocumentTablesIntegrationTests$Total: it has no columns id and document. Rename the table, or the record.");
  }

  @Test
  void columnsAreIndexed() {
    totals();

    String indexes =
        TestDatabases.isPostgres()
            ? "select indexdef from pg_indexes where tablename = 'document_total'"
            : "select index_name || ' ' || column_name from information_schema.index_columns where table_name = 'DOCUMENT_TOTAL'";
    assertThat(foliot.jdbc.queryForList(indexes, String.class))
        .anyMatch(
            index -> index.toLowerCase(java.util.Locale.ROOT).contains("document_total_by_city"));
  }

  // ---- records that cannot be documents

  @Projection
  private record ListId(@DocumentId List<String> parts) {}

  @Projection
  private record TwoIds(@DocumentId String one, @DocumentId String other) {}

  @Projection
  private record IndexedMap(@DocumentId String id, @Indexed Map<String, String> map) {}

  @Projection
  private record NoId(String id) {}

  @Test
  void refusesWrongRecordsAtOnce() {
    assertThatExceptionOfType(WiringException.class)
        .isThrownBy(
            () ->
                documents(
                    ListId.class, TwoIds.class, IndexedMap.class, Total.class, Next.Total.class))
        .withMessageContaining(
            "ListId.parts cannot be the @DocumentId: it is of type List. Annotate one component of type String, UUID, long or int.")
        .withMessageContaining("TwoIds.other cannot be the @DocumentId: another component is.")
        .withMessageContaining("IndexedMap.map cannot be @Indexed: it is of type Map.")
        .withMessageContaining("would be stored in the same table document_total. Rename one");
    assertThat(Documents.isDocument(NoId.class)).isFalse();
  }
}
