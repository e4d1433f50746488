package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foliot.projection.Library.Author;
import dev.foliot.projection.Library.Book;
import dev.foliot.projection.Library.Loans;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.TestDatabases;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

@ExtendWith(OutputCaptureExtension.class)
class EntityViewIntegrationTests extends LibraryTest {
  @Autowired private EntityManager entities;
  @Autowired private LoansRepository loans;
  @Autowired private DataSource dataSource;

  private View<Book> books;

  @BeforeEach
  void threeBooks() {
    books = domain.viewFor(Book.class);
    transactions.doInNew(
        () -> {
          Author ann = new Author("a1", "ann");
          Author bob = new Author("a2", "Bob");
          entities.persist(ann);
          entities.persist(bob);
          entities.persist(new Book("b1", "Moby", 500).by(bob).on("south").about("sea"));
          entities.persist(new Book("b2", "emma", 400).by(ann));
          entities.persist(new Book("b3", "Anonymous", 400).on("north"));
        });
  }

  private static List<String> isbns(Iterable<Book> found) {
    List<String> isbns = new ArrayList<>();
    found.forEach(book -> isbns.add(book.isbn()));
    return isbns;
  }

  // ---- order and pages

  @Test
  void sortsByProperties() {
    assertThat(isbns(books.findAll(Sort.by("pages").and(Sort.by("title").descending()))))
        .containsExactly("b2", "b3", "b1");
    assertThat(isbns(books.findAll(Sort.by(Sort.Order.asc("title").ignoreCase()))))
        .containsExactly("b3", "b2", "b1");
    assertThat(
            isbns(
                books.findAll(
                    Sort.by(Sort.Order.asc("place.room").nullsLast(), Sort.Order.asc("isbn")))))
        .containsExactly("b3", "b1", "b2");
    assertThat(isbns(books.findAll(Sort.by(Sort.Order.desc("shelf").nullsFirst()))))
        .containsExactly("b2", "b1", "b3");
  }

  @Test
  void sortByAnAssociationKeepsRowsWithoutOne() {
    Sort byAuthor =
        Sort.by(
            Sort.Order.asc("author.name").ignoreCase().nullsFirst(), Sort.Order.asc("author.id"));

    assertThat(isbns(books.findAll(byAuthor))).containsExactly("b3", "b2", "b1");
  }

  @Test
  void refusesUnknownSortProperty() {
    assertThatExceptionOfType(UnknownSortPropertyException.class)
        .isThrownBy(() -> books.findAll(Sort.by("titel")))
        .withMessage(
            "Book cannot be sorted by 'titel': Book has the properties [author.…, isbn, pages, place.…, shelf, title] to sort by. Correct the sort.")
        .satisfies(
            e -> {
              assertThat(e.projection()).isEqualTo(Book.class);
              assertThat(e.property()).isEqualTo("titel");
            });
    for (String wrong : List.of("author", "topics", "author.nam", "title.x", "place.", "place")) {
      assertThatExceptionOfType(UnknownSortPropertyException.class)
          .isThrownBy(
              () -> books.findAll(PageRequest.of(0, 1, Sort.by("isbn").and(Sort.by(wrong)))))
          .withMessageContaining("Book cannot be sorted by '" + wrong + "': ");
    }
  }

  @Test
  void pagesHaveEachRowOnceAlsoWithEqualRows() {
    transactions.doInNew(
        () -> IntStream.range(0, 40).forEach(i -> entities.persist(new Book("c" + i, "same", 7))));
    Pageable next = PageRequest.of(0, 9, Sort.by("title"));
    List<String> seen = new ArrayList<>();

    Page<Book> page;
    do {
      page = books.findAll(next);
      seen.addAll(isbns(page));
      next = page.nextPageable();
    } while (page.hasNext());

    assertThat(seen).hasSize(43).doesNotHaveDuplicates();
    assertThat(page.getTotalElements()).isEqualTo(43);
    List<String> same = seen.stream().filter(isbn -> isbn.startsWith("c")).toList();
    assertThat(same).isSorted();
    assertThat(
            books
                .findAll(Pageable.unpaged(Sort.by("isbn").descending()))
                .getContent()
                .get(0)
                .isbn())
        .isEqualTo("c9");
  }

  // ---- by example

  @Test
  void findsByExample() {
    Example<Book> of400 =
        Example.of(new Book(null, null, 400), ExampleMatcher.matching().withIgnorePaths("topics"));
    Example<Book> moby =
        Example.of(
            new Book(null, "MOB", 0),
            ExampleMatcher.matching()
                .withIgnorePaths("pages")
                .withIgnoreCase()
                .withStringMatcher(ExampleMatcher.StringMatcher.STARTING));

    assertThat(isbns(books.findAll(of400))).containsExactlyInAnyOrder("b2", "b3");
    assertThat(isbns(books.findAll(of400, Sort.by("title")))).hasSize(2).contains("b3", "b2");
    Page<Book> page = books.findAll(of400, PageRequest.of(1, 1));
    assertThat(isbns(page)).containsExactly("b3");
    assertThat(page.getTotalElements()).isEqualTo(2);
    assertThat(books.count(of400)).isEqualTo(2);
    assertThat(books.findOne(moby).orElseThrow().isbn()).isEqualTo("b1");
    assertThat(books.exists(moby)).isTrue();
    assertThat(books.exists(Example.of(new Book("none", null, 400)))).isFalse();
    assertThat(books.findOne(Example.of(new Book("none", null, 400)))).isEmpty();
    assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
        .isThrownBy(() -> books.findOne(of400))
        .withMessageContaining("More than one row of Book matches the example.");
  }

  // ---- nothing is written

  /** The ways to get rows. */
  private enum Way {
    GET {
      @Override
      Book read(View<Book> view) {
        return view.get("b1");
      }
    },
    ALL {
      @Override
      Book read(View<Book> view) {
        return view.findAll().stream().filter(b -> b.isbn().equals("b1")).findFirst().orElseThrow();
      }
    },
    SORTED {
      @Override
      Book read(View<Book> view) {
        return view.findAll(Sort.by("isbn")).get(0);
      }
    },
    PAGE {
      @Override
      Book read(View<Book> view) {
        return view.findAll(PageRequest.of(0, 1)).getContent().get(0);
      }
    },
    EXAMPLE {
      @Override
      Book read(View<Book> view) {
        return view.findOne(Example.of(new Book("b1", null, 500))).orElseThrow();
      }
    },
    STREAM {
      @Override
      Book read(View<Book> view) {
        try (Stream<Book> stream = view.stream(Sort.by("isbn"))) {
          return stream.findFirst().orElseThrow();
        }
      }
    };

    abstract Book read(View<Book> view);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void neverWritesChangedRow(Way way) {
    transactions.doInNew(
        () -> {
          Book row = way.read(books);
          row.rename("changed");
          row.about("changes");
          row.author();
          assertThat(entities.contains(row)).isFalse();
        });

    assertThat(jdbc.queryForObject("select title from book where isbn = 'b1'", String.class))
        .isEqualTo("Moby");
    assertThat(jdbc.queryForList("select topics from book_topics", String.class))
        .containsExactly("sea");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void rowsLoadMoreWithinTheTransaction(Way way) {
    transactions.doInNew(
        () -> {
          Book row = way.read(books);
          entities.flush();
          assertThat(row.author().name()).isEqualTo("Bob");
          assertThat(row.topics()).containsExactly("sea");
        });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void changesOfTheRepositoryAreWrittenAndSeen(Way way) {
    transactions.doInNew(
        () -> {
          Book before = way.read(books);
          entities.find(Book.class, "b1").rename("White");
          assertThat(way.read(books).title()).isEqualTo("White");
          assertThat(before.title()).isEqualTo("Moby");
          entities.find(Book.class, "b1").rename("Whale");
        });

    assertThat(way == Way.STREAM ? transactions.inNew(() -> way.read(books)) : way.read(books))
        .extracting(Book::title)
        .isEqualTo("Whale");
  }

  @Test
  void projectorMayReadTheViewBesideItsRepository() {
    register("x1", "X");
    lend("x1", "ann");
    lend("x1", "bob");

    engine().run();

    assertThat(domain.viewFor(Loans.class).get("x1").times()).isEqualTo(2);
  }

  @Test
  void seesRowsThatTheTransactionInsertedAndRemoved() {
    View<Loans> view = domain.viewFor(Loans.class);
    transactions.doInNew(
        () -> {
          view.insert(new Loans("l1"));
          assertThat(view.exists("l1")).isTrue();
          loans.findById("l1").orElseThrow().add();
          assertThat(view.get("l1").times()).isEqualTo(1);
          jdbc.execute("update loans set times = 5");
          assertThat(view.get("l1").times()).isEqualTo(5);
          assertThat(view.count()).isEqualTo(1);
          loans.deleteById("l1");
          assertThat(view.find("l1")).isEmpty();
          assertThat(view.findAll()).isEmpty();
        });
  }

  @Test
  void aLookForAnotherRowWritesNothing() {
    View<Loans> view = domain.viewFor(Loans.class);
    transactions.doInNew(
        () -> {
          view.insert(new Loans("l1"));
          int statements =
              ((CountingDataSource) dataSource)
                  .statementsOf(() -> assertThat(view.find("l2")).isEmpty());

          assertThat(statements).isEqualTo(1);
        });
    assertThat(view.exists("l1")).isTrue();
  }

  @Test
  void appliesTheFiltersOfTheSession() {
    transactions.doInNew(
        () -> {
          entities.unwrap(Session.class).enableFilter("onShelf").setParameter("shelf", "north");
          assertThat(isbns(books.findAll())).containsExactly("b3");
        });

    assertThat(books.count()).isEqualTo(3);
  }

  @Test
  void readsInReadOnlyTransaction() {
    transactions.readOnly(() -> assertThat(isbns(books.findAll(Sort.by("isbn")))).hasSize(3));
  }

  // ---- streams

  private void manyBooks() {
    transactions.doInNew(
        () ->
            IntStream.range(0, 350)
                .forEach(
                    i -> {
                      entities.persist(new Book("c" + (1000 + i), "t", 1).about("topic " + i));
                      if (i % 50 == 0) {
                        entities.flush();
                        entities.clear();
                      }
                    }));
  }

  @Test
  void streamsEachRowOnceAndEachRowLoadsMore() {
    manyBooks();

    List<String> topics =
        transactions.inNew(
            () -> {
              try (Stream<Book> stream = books.stream(Sort.by("isbn"))) {
                return stream.skip(3).map(book -> book.topics().get(0)).toList();
              }
            });

    assertThat(topics)
        .containsExactlyElementsOf(IntStream.range(0, 350).mapToObj(i -> "topic " + i).toList());
  }

  @Test
  void streamKeepsCursorUntilItIsClosed() {
    assumeTrue(TestDatabases.isPostgres());
    manyBooks();
    String cursors = "select count(*) from pg_cursors where name like 'C\\_%'";

    transactions.doInNew(
        () -> {
          Stream<Book> stream = books.stream();
          stream.iterator().next();
          assertThat(jdbc.queryForObject(cursors, Long.class)).isEqualTo(1);
          stream.close();
          assertThat(jdbc.queryForObject(cursors, Long.class)).isZero();
        });
  }

  @Test
  void refusesStreamWithoutTransaction() {
    assertThatIllegalStateException()
        .isThrownBy(books::stream)
        .withMessage(
            "A stream of Book was opened without a transaction. Use the stream inside one, such as in a @Transactional method, and close it.");
  }

  @Test
  void refusesStreamAfterItsTransaction(CapturedOutput output) {
    AtomicReference<Iterator<Book>> leaked = new AtomicReference<>();

    transactions.doInNew(
        () -> {
          leaked.set(books.stream().iterator());
          leaked.get().next();
        });

    assertThatIllegalStateException()
        .isThrownBy(() -> leaked.get().hasNext())
        .withMessage(
            "A stream of Book was read after its transaction had ended. Read the stream inside the transaction, and close it.");
    assertThat(output)
        .contains(
            "A stream of projection=dev.foliot.projection.Library$Book was still open at the end of its transaction");
  }

  @Test
  void streamThatWasReadToItsEndIsClosed(CapturedOutput output) {
    transactions.doInNew(() -> assertThat(books.stream().toList()).hasSize(3));

    assertThat(output).doesNotContain("was still open");
  }
}
