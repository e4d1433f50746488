package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.foliot.message.MissingComponentException;
import dev.foliot.projection.Library.Level;
import dev.foliot.projection.Library.ReaderCard;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.unitofwork.UnitOfWork;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class DocumentProjectionIntegrationTests extends LibraryTest {
  @Autowired private DocumentProjection<ReaderCard> cards;
  @Autowired private DataSource dataSource;

  private static List<String> readers(Iterable<ReaderCard> found) {
    List<String> readers = new ArrayList<>();
    found.forEach(card -> readers.add(card.reader()));
    return readers;
  }

  private long rows() {
    return jdbc.queryForObject("select count(*) from document_reader_card", Long.class);
  }

  // ---- filled by a projector

  @Test
  void projectorFillsDocuments() {
    register("x1", "X");
    lend("x1", "ann");
    lend("x1", "bob");
    lend("x1", "ann");

    engine().run();

    ReaderCard ann = ReaderCard.of("ann").lent("x1").lent("x1");
    assertThat(domain.viewFor(ReaderCard.class).get("ann")).isEqualTo(ann);
    assertThat(domain.viewFor(ReaderCard.class).findAll(Sort.by("reader")))
        .containsExactly(ann, ReaderCard.of("bob").lent("x1"));
    assertThat(domain.viewFor(ReaderCard.class).staleness()).isZero();
    assertThatExceptionOfType(ProjectionNotFoundException.class)
        .isThrownBy(() -> cards.get("eve"))
        .withMessageStartingWith("There is no ReaderCard with id eve.")
        .withMessageContaining("may not have delivered that event to reader-card-projector yet");
  }

  @Test
  void changesOfOneTransactionAreWrittenAtOnce() {
    CountingDataSource counted = (CountingDataSource) dataSource;
    cards.save(ReaderCard.of("r0"));

    transactions.doInNew(
        () -> {
          for (int i = 0; i < 50; i++) {
            String reader = "r" + i;
            cards.upsert(reader, () -> ReaderCard.of(reader), card -> card.lent("x1"));
            cards.update(reader, card -> card.lent("x2"));
          }
          assertThat(rows()).isEqualTo(1);
          counted.reset();
        });

    List<String> writes =
        counted.statements().stream()
            .filter(each -> each.contains("document_reader_card"))
            .toList();
    assertThat(Set.copyOf(writes)).hasSize(2); // one insert and one update
    assertThat(rows()).isEqualTo(50);
    assertThat(cards.get("r0").isbns()).containsExactly("x1", "x2");
    assertThat(cards.count(Where.property("loans").is(2))).isEqualTo(50);
  }

  // ---- one document

  @Test
  void savesUpdatesAndDeletes() {
    cards.save(ReaderCard.of("ann"));
    cards.save(ReaderCard.of("ann").in("Rome"));
    assertThat(cards.get("ann").city()).isEqualTo("Rome");
    assertThat(cards.update("ann", card -> card.in(null)).city()).isNull();
    assertThat(cards.find("ann")).contains(ReaderCard.of("ann"));

    cards.delete("ann");
    cards.delete("ann");
    assertThat(cards.exists("ann")).isFalse();
    assertThat(rows()).isZero();
    assertThatExceptionOfType(ProjectionNotFoundException.class)
        .isThrownBy(() -> cards.update("ann", card -> card));
  }

  @Test
  void insertsOnlyNewDocuments() {
    cards.insert(ReaderCard.of("ann"));

    assertThatExceptionOfType(DuplicateKeyException.class)
        .as("no conflict, which would be tried again")
        .isThrownBy(() -> cards.insert(ReaderCard.of("ann").in("Rome")))
        .withMessage(
            "There is a document of ReaderCard with id ann already, and an insert never replaces it. Call save or upsert if it may exist.");
    assertThat(cards.get("ann").city()).isNull();
  }

  @Test
  void changedInsertIsNoConflictEither() {
    cards.save(ReaderCard.of("ann"));

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      cards.insert(ReaderCard.of("ann"));
                      cards.insert(ReaderCard.of("bob"));
                      cards.update("ann", card -> card.in("Rome"));
                    }))
        .withMessageContaining("with id ann or bob already");
  }

  @Test
  void insertOfADocumentThatWasMissedIsAConflict() {
    assertThatExceptionOfType(ConcurrentDocumentChangeException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      assertThat(cards.exists("ann")).isFalse();
                      transactions.doInNew(() -> cards.save(ReaderCard.of("ann")));
                      cards.insert(ReaderCard.of("ann"));
                    }));
  }

  @Test
  void refusesAnotherId() {
    cards.save(ReaderCard.of("ann"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.update("ann", card -> ReaderCard.of("bob")))
        .withMessage(
            "The document of ReaderCard with id ann was given the id bob. Keep the id, or save a new document and delete this one.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.get(7))
        .withMessage(
            "The component reader of ReaderCard is of type String, but the given value is of type Integer. Give it a value of the component's type.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.save(null))
        .withMessage("The documents of ReaderCard were given null. Give them a document.");
  }

  @Test
  void refusesDocumentWithoutRequiredComponent() {
    ReaderCard incomplete =
        new ReaderCard("ann", 0, null, null, BigDecimal.ONE, Instant.EPOCH, List.of(), null);

    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> cards.save(incomplete))
        .withMessageContaining("its component level is null");
  }

  // ---- a transaction

  @Test
  void transactionSeesItsChanges() {
    cards.save(ReaderCard.of("bob"));
    transactions.doInNew(
        () -> {
          cards.save(ReaderCard.of("ann").in("Rome"));
          cards.delete("bob");
          assertThat(cards.get("ann").city()).isEqualTo("Rome");
          assertThat(cards.exists("bob")).isFalse();
          assertThat(readers(cards.findAll())).containsExactly("ann");
          assertThat(readers(cards.findBy("city", "Rome"))).containsExactly("ann");
          cards.update("ann", card -> card.in("Oslo"));
          assertThat(cards.count(Where.property("city").is("Oslo"))).isEqualTo(1);
          assertThat(cards.exists(Where.property("city").is("Rome"))).isFalse();
        });

    assertThat(cards.get("ann").city()).isEqualTo("Oslo");
  }

  @Test
  void changesAfterAQueryAreWrittenToo() {
    transactions.doInNew(
        () -> {
          cards.upsert("ann", () -> ReaderCard.of("ann"), card -> card.in("Rome"));
          assertThat(cards.count()).isEqualTo(1);
          cards.update("ann", card -> card.in("Oslo"));
          assertThat(readers(cards.findBy("city", "Oslo"))).containsExactly("ann");
          cards.insert(ReaderCard.of("bob"));
          assertThat(cards.count()).isEqualTo(2);
          cards.delete("bob");
          cards.update("ann", card -> card.lent("x1"));
        });

    assertThat(cards.findAll()).containsExactly(ReaderCard.of("ann").in("Oslo").lent("x1"));
  }

  @Test
  void storedDocumentCanBeDeletedAndInserted() {
    cards.save(ReaderCard.of("ann").lent("x1"));

    transactions.doInNew(
        () -> {
          cards.delete("ann");
          cards.insert(ReaderCard.of("ann").in("Rome"));
        });

    assertThat(cards.findAll()).containsExactly(ReaderCard.of("ann").in("Rome"));
  }

  @Test
  void committingTransactionRefusesChanges() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> UnitOfWork.required().lastly(() -> cards.save(ReaderCard.of("ann")))))
        .withMessage(
            "A document of ReaderCard cannot be changed, because its transaction is committing. Change it in a transaction that writes.");
    assertThat(rows()).isZero();
  }

  @Test
  void changeAfterTheCommitHasATransactionOfItsOwn() {
    TransactionSynchronization late =
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            cards.save(ReaderCard.of("ann"));
          }
        };

    transactions.doInNew(() -> TransactionSynchronizationManager.registerSynchronization(late));

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void rolledBackTransactionStoresNothing() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      cards.save(ReaderCard.of("ann"));
                      throw new IllegalStateException("no");
                    }));

    assertThat(rows()).isZero();
  }

  @Test
  void readOnlyTransactionOnlyReads() {
    cards.save(ReaderCard.of("ann"));

    assertThat(transactions.readOnly(() -> cards.get("ann"))).isEqualTo(ReaderCard.of("ann"));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.readOnly(
                    () -> {
                      cards.delete("ann");
                      return 1;
                    }))
        .withMessage(
            "A document of ReaderCard cannot be changed, because its transaction is read-only. Change it in a transaction that writes.");
  }

  @Test
  void anotherTransactionsChangeIsNotOverwritten() {
    cards.save(ReaderCard.of("ann"));

    assertThatExceptionOfType(ConcurrentDocumentChangeException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      cards.update("ann", card -> card.in("Rome"));
                      transactions.doInNew(() -> cards.update("ann", card -> card.lent("x1")));
                    }))
        .withMessageStartingWith(
            "The document of ReaderCard with id ann was changed by another transaction. Nothing was stored: read it again and retry.")
        .satisfies(
            e -> {
              assertThat(e.projection()).isEqualTo(ReaderCard.class);
              assertThat(e.id()).isEqualTo("ann");
            });
    assertThat(cards.get("ann")).isEqualTo(ReaderCard.of("ann").lent("x1"));
  }

  @Test
  void documentThatAQueryFoundIsNotOverwritten() {
    cards.save(ReaderCard.of("ann"));

    assertThatExceptionOfType(ConcurrentDocumentChangeException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      ReaderCard found = cards.findBy("loans", 0).get(0);
                      transactions.doInNew(() -> cards.update("ann", card -> card.lent("x1")));
                      cards.save(found.in("Rome"));
                    }));
    assertThat(cards.get("ann")).isEqualTo(ReaderCard.of("ann").lent("x1"));
  }

  @Test
  void documentThatAQueryFoundCanBeChanged() {
    fourCards();

    transactions.doInNew(
        () -> {
          cards.findBy("city", "Rome").forEach(card -> cards.save(card.in("Oslo")));
          cards.findBy("city", "Oslo").forEach(card -> cards.delete(card.reader()));
        });

    assertThat(readers(cards.findAll())).containsExactly("dan");
  }

  @Test
  void anotherTransactionsNewDocumentIsNotOverwritten() {
    assertThatExceptionOfType(ConcurrentDocumentChangeException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      cards.upsert("ann", () -> ReaderCard.of("ann"), card -> card.in("Rome"));
                      transactions.doInNew(() -> cards.save(ReaderCard.of("ann").lent("x1")));
                    }));
    assertThat(cards.get("ann").loans()).isEqualTo(1);
  }

  @Test
  void deletedDocumentMustBeTheOneThatWasRead() {
    cards.save(ReaderCard.of("ann"));

    assertThatExceptionOfType(ConcurrentDocumentChangeException.class)
        .isThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      cards.get("ann");
                      cards.delete("ann");
                      transactions.doInNew(() -> cards.update("ann", card -> card.lent("x1")));
                    }));
    assertThat(cards.get("ann").loans()).isEqualTo(1);
  }

  // ---- queries

  private void fourCards() {
    transactions.doInNew(
        () -> {
          cards.save(ReaderCard.of("ann").in("Rome").lent("x1").lent("x1"));
          cards.save(ReaderCard.of("bob").in("Oslo").lent("x1"));
          cards.save(ReaderCard.of("Cid").in("Rome").lent("x1"));
          cards.save(ReaderCard.of("dan"));
        });
  }

  @Test
  void findsAndSortsByIndexedComponents() {
    fourCards();

    assertThat(readers(cards.findBy("level", Level.KNOWN))).containsExactly("ann");
    assertThat(readers(cards.findAll(Where.property("city").isNull()))).containsExactly("dan");
    assertThat(readers(cards.findAll(Where.property("fee").is(new BigDecimal("0.5"))))).hasSize(4);
    assertThat(readers(cards.findBy("since", Instant.parse("2026-01-01T00:00:00Z")))).hasSize(4);
    assertThat(
            readers(
                cards.findAll(
                    Where.property("city").is("Rome").and("loans").isAtMost(1L),
                    Sort.by("reader"))))
        .containsExactly("Cid");
    assertThat(
            readers(
                cards.findAll(
                    Sort.by(
                        Sort.Order.desc("city").nullsLast(),
                        Sort.Order.asc("reader").ignoreCase()))))
        .containsExactly("ann", "Cid", "bob", "dan");
    assertThat(cards.count()).isEqualTo(4);
  }

  @Test
  void pagesHaveEachDocumentOnce() {
    transactions.doInNew(
        () -> IntStream.range(0, 23).forEach(i -> cards.save(ReaderCard.of("r" + (100 + i)))));

    List<String> seen = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      Page<ReaderCard> page =
          cards.findAll(Where.property("loans").is(0), PageRequest.of(number, 5, Sort.by("level")));
      assertThat(page.getTotalElements()).isEqualTo(23);
      seen.addAll(readers(page));
    }

    assertThat(seen).hasSize(23).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void streamsDocuments() {
    fourCards();

    List<String> streamed =
        transactions.inNew(
            () -> {
              try (Stream<ReaderCard> stream = cards.stream(Sort.by("loans").descending())) {
                return stream.map(ReaderCard::reader).toList();
              }
            });

    assertThat(streamed).hasSize(4).startsWith("ann");
  }

  @Test
  void refusesComponentsWithoutAnIndex() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.findBy("note", "x"))
        .withMessage(
            "Documents of ReaderCard cannot be found by 'note', which is not indexed. Annotate the component with @Indexed, or use one of [reader, loans, level, city, fee, since].");
    assertThatExceptionOfType(UnknownSortPropertyException.class)
        .isThrownBy(() -> cards.findAll(Sort.by("note")))
        .withMessageContaining("ReaderCard cannot be sorted by 'note'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.findBy("loans", "two"))
        .withMessage(
            "The component loans of ReaderCard is of type Integer, but the given value is of type String. Give it a value of the component's type.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.findBy("city", new Mute()))
        .withMessageContaining("but the given value is of type Mute");
  }

  /** A value that has no text. */
  private static final class Mute {
    @Override
    public String toString() {
      throw new StackOverflowError();
    }
  }

  // ---- stored JSON

  private void store(String json) {
    String value = TestDatabases.isPostgres() ? "cast(? as jsonb)" : "? format json";
    jdbc.update(
        "insert into document_reader_card (id, document) values ('old', " + value + ")", json);
  }

  @Test
  void ignoresUnknownFields() {
    store(
        """
        {"reader": "old", "loans": 1, "level": "NEW", "fee": 1.50, "since": "2026-01-01T00:00:00Z",
         "isbns": ["x1"], "nickname": "o"}""");

    assertThat(cards.get("old").isbns()).containsExactly("x1");
    assertThat(cards.update("old", card -> card.in("Rome")).city()).isEqualTo("Rome");
  }

  @Test
  void namesTheComponentThatAStoredDocumentLacks() {
    store(
        """
        {"reader": "old", "loans": 1, "fee": 1, "since": "2026-01-01T00:00:00Z", "isbns": []}""");

    assertThatExceptionOfType(UnreadableDocumentException.class)
        .isThrownBy(() -> cards.get("old"))
        .withMessageStartingWith(
            "The document of dev.foliot.projection.Library$ReaderCard with id old does not fit the record any more: ")
        .withMessageContaining("level")
        .withMessageEndingWith("Rebuild the projection, or make a new component @Nullable.");
    assertThatExceptionOfType(UnreadableDocumentException.class).isThrownBy(() -> cards.findAll());
  }

  // ---- texts that PostgreSQL refuses or changes

  @Test
  void textWithNulIsRefused() {
    ReaderCard card = ReaderCard.of("ann");
    ReaderCard note =
        new ReaderCard(
            "ann", 0, Level.NEW, null, card.fee(), card.since(), List.of("x\0"), "a note");

    for (ReaderCard each : List.of(ReaderCard.of("a\0"), card.in("c\0"), note)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cards.save(each))
          .withMessageContaining("has the character U+0000, so it cannot be stored as it is.");
    }
    cards.save(card.in("\\u0000"));
    assertThat(cards.get("ann").city()).isEqualTo("\\u0000");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void idThatCannotBeStoredIsNeverFound() {
    cards.save(ReaderCard.of("a?")); // as the driver would write it
    for (String id : List.of("a\0", "a\uD83D")) {
      cards.delete(id);
      assertThat(cards.find(id)).isEmpty();
      assertThat(cards.exists(id)).isFalse();
      assertThat(domain.viewFor(ReaderCard.class).find(id)).isEmpty();
      assertThatExceptionOfType(ProjectionNotFoundException.class)
          .isThrownBy(() -> cards.update(id, card -> card.lent("x1")));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cards.upsert(id, () -> ReaderCard.of(id), card -> card));
    }
    assertThat(rows()).isEqualTo(1);
  }
}
