package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.live.Change;
import dev.foliot.live.RowFilter;
import dev.foliot.projection.Library.ReaderCard;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Live changes of documents, and of rows that are written by SQL. */
@Import(ReaderLoans.Beans.class)
class TableChangesIntegrationTests extends LibraryTest {
  @Autowired private DataSource dataSource;
  private final List<Flow.Subscription> subscriptions = new ArrayList<>();

  @BeforeEach
  void withoutRows() {
    jdbc.execute("delete from reader_loans");
  }

  @AfterEach
  void cancel() {
    subscriptions.forEach(Flow.Subscription::cancel);
  }

  private <P> List<String> follow(Flow.Publisher<Change<P>> changes, Function<P, Object> shown) {
    List<String> got = new ArrayList<>();
    changes.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriptions.add(subscription);
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(Change<P> change) {
            got.add(change.id() + " " + change.row().map(shown).orElse("none"));
          }

          @Override
          public void onError(Throwable failure) {
            got.add(failure.toString());
          }

          @Override
          public void onComplete() {}
        });
    return got;
  }

  private <P> void manyRowsAreOneStatement(Class<P> projection, Function<P, Object> shown) {
    CountingDataSource counted = (CountingDataSource) dataSource;
    register("1", "Emma");
    lend("1", "ann");
    engine().run();
    List<String> ann = follow(domain.changes(projection, "ann"), shown);
    lend("1", "ann");
    int ofOneRow = counted.statementsOf(() -> engine().run());
    List<String> bob = follow(domain.changes(projection, "bob"), shown);
    for (int i = 0; i < 100; i++) {
      follow(domain.changes(projection, "r" + i), shown);
    }
    lend("1", "ann");

    assertThat(counted.statementsOf(() -> engine().run())).isEqualTo(ofOneRow);

    lend("1", "bob");
    engine().run();
    assertThat(ann).containsExactly("ann 1", "ann 2", "ann 3");
    assertThat(bob).containsExactly("bob none", "bob 1");
  }

  @Test
  void manyDocumentsAreOneStatement() {
    manyRowsAreOneStatement(ReaderCard.class, ReaderCard::loans);
  }

  @Test
  void manyRowsOfSqlAreOneStatement() {
    manyRowsAreOneStatement(ReaderLoans.class, ReaderLoans::loans);
  }

  @Test
  void filtersKnowTheIds() {
    List<String> cards =
        follow(
            domain.changes(ReaderCard.class, RowFilter.where(card -> card.loans() > 1)),
            ReaderCard::loans);
    List<String> loans =
        follow(domain.changes(ReaderLoans.class, RowFilter.all()), ReaderLoans::loans);
    register("1", "Emma");
    lend("1", "ann");
    lend("1", "ann");
    lend("1", "bob");
    engine().run();

    assertThat(cards).last().isEqualTo("ann 2");
    assertThat(loans).contains("ann 2", "bob 1");
  }

  @Test
  void unreadableDocumentEndsItsSubscribersOnly() {
    register("1", "Emma");
    lend("1", "ann");
    lend("1", "bob");
    engine().run();
    List<String> ann = follow(domain.changes(ReaderCard.class, "ann"), ReaderCard::loans);
    List<String> bob = follow(domain.changes(ReaderCard.class, "bob"), ReaderCard::loans);
    String empty = TestDatabases.isPostgres() ? "cast('{}' as jsonb)" : "'{}' format json";
    jdbc.update("update document_reader_card set document = " + empty + " where id = 'ann'");
    lend("1", "bob");
    engine().run();

    assertThat(ann).hasSize(2).last().asString().contains("UnreadableDocumentException");
    assertThat(bob).containsExactly("bob 1", "bob 2");
  }
}
