package dev.foliot.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.HandlerRegistry;
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
import dev.foliot.projection.UnreadableDocumentException;
import dev.foliot.projection.Where;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

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
    return documents(foliot.transactions, types);
  }

  private Documents documents(Transactions transactions, Class<?>... types) {
    return documents(foliot.dataSource, transactions, types);
  }

  private static Documents documents(
      DataSource database, Transactions transactions, Class<?>... types) {
    DocumentParts parts =
        new DocumentParts(
            database,
            transactions,
            new MessageJson(new MessageTypes(List.of())),
            () -> new ExplainMissingRow(new HandlerRegistry(), false),
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

  @Test
  @EnabledIfSystemProperty(named = "foliot.test.database", matches = "postgres")
  void findsTablesInEachSchemaOfTheSearchPath() {
    DataSource database = TestDatabases.postgres("currentSchema=without_documents,public");
    new JdbcTemplate(database).execute("create schema if not exists without_documents");
    new JdbcTemplate(database)
        .execute(
            "create table public.document_total (id bigint primary key, by_city text, document jsonb not null)");

    documents(database, foliot.transactions, Total.class).prepareTables(false);
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

  @Projection
  private record IndexedWithoutId(String id, @Indexed String city) {}

  @Projection
  private record AnnualStatementOfAllTransactionsOfOneCustomerInEveryBranch(
      @DocumentId String id) {}

  @Projection
  private record LongColumn(
      @DocumentId String id,
      @Indexed String theNameOfTheCustomerWhoHasOrderedTheGoodsOfThisDelivery) {}

  @Projection
  private record SameColumn(@DocumentId String id, @Indexed String zipCode, @Indexed int zipCODE) {}

  @Test
  void refusesNamesThatADatabaseWouldNotTell() {
    assertThatExceptionOfType(WiringException.class)
        .isThrownBy(
            () ->
                documents(
                    IndexedWithoutId.class,
                    AnnualStatementOfAllTransactionsOfOneCustomerInEveryBranch.class,
                    LongColumn.class,
                    SameColumn.class))
        .withMessageContaining(
            "IndexedWithoutId has components with @Indexed, but no component with @DocumentId, so"
                + " it would not be stored as a document.")
        .withMessageContaining(
            "is stored in the table"
                + " document_annual_statement_of_all_transactions_of_one_customer_in_every_branch,"
                + " whose name has 77 bytes, and a database stores at most 63. Give it a shorter"
                + " name.")
        .withMessageContaining(
            "LongColumn.theNameOfTheCustomerWhoHasOrderedTheGoodsOfThisDelivery is indexed by the"
                + " column by_the_name_of_")
        .withMessageContaining(
            "SameColumn.zipCode and "
                + SameColumn.class.getName()
                + ".zipCODE are indexed by the same column by_zip_code. Rename one");
  }

  // ---- documents that cannot be read

  @Projection
  private record Loose(@DocumentId String id, Object value) {}

  @Test
  void everyDocumentWithAnOpenComponentIsReadBeforeItIsStored() {
    foliot.jdbc.execute("drop table if exists document_loose");
    Documents documents = documents(Loose.class);
    documents.prepareTables(true);
    DocumentProjection<Loose> loose = documents.of(Loose.class);
    loose.save(new Loose("a", "text"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> loose.save(new Loose("b", Instant.EPOCH)))
        .withMessageContaining(
            "cannot be stored as a document, because it would not be the same when it is read:"
                + " Loose.value is java.time.Instant and would come back as java.lang.String.");
    assertThat(loose.exists("b")).isFalse();
  }

  @Projection
  private record Bill(@DocumentId String id, List<Amount> amounts) {}

  /** Is written as a text, and read from its components. */
  private record Amount(int number, String unit) {
    @JsonValue
    String text() {
      return number + unit;
    }
  }

  @Test
  void documentWithAnEmptyListProvesNothing() {
    foliot.jdbc.execute("drop table if exists document_bill");
    Documents documents = documents(Bill.class);
    documents.prepareTables(true);
    DocumentProjection<Bill> bills = documents.of(Bill.class);
    bills.save(new Bill("a", List.of()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bills.save(new Bill("a", List.of(new Amount(5, "EUR")))))
        .withMessageContaining("cannot be stored as a document");
  }

  @Test
  void textOfADocumentThatDoesNotFitHasNoValues() {
    totals().save(new Total(1, "Rome", 10));
    foliot.inTransaction(
        () ->
            foliot.jdbc.update(
                TestDatabases.isPostgres()
                    ? "update document_total set document = cast('{\"number\":1,\"cents\":\"Ann"
                        + " Smith\"}' as jsonb)"
                    : "update document_total set document = '{\"number\":1,\"cents\":\"Ann"
                        + " Smith\"}' format json"));

    assertThatExceptionOfType(UnreadableDocumentException.class)
        .isThrownBy(() -> totals().get(1))
        .withMessageContaining("field cents: its JSON does not fit the reader of int")
        .satisfies(e -> assertThat(ErrorText.stackTrace(e)).doesNotContain("Smith"));
  }

  @Test
  void newColumnIsFilledWithoutTheDefaultTimeLimit() {
    totals().save(new Total(1, "Rome", 10));
    List<Integer> timeouts = new ArrayList<>();
    Transactions recording =
        new Transactions(
            new DelegatingManager(foliot.manager, each -> timeouts.add(each.getTimeout())));

    documents(recording, Next.Total.class).prepareTables(true);

    assertThat(timeouts).singleElement().asInstanceOf(INTEGER).isGreaterThan(100_000);
  }

  private record DelegatingManager(
      PlatformTransactionManager manager, Consumer<TransactionDefinition> onBegin)
      implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      onBegin.accept(definition);
      return manager.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      manager.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      manager.rollback(status);
    }
  }

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
