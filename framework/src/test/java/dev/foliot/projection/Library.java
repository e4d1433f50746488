package dev.foliot.projection;

import dev.foliot.Domain;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.On;
import dev.foliot.time.SteppableClock;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.ParamDef;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Books that are registered and lent: an application that has a projection of each kind. */
@SpringBootApplication
public class Library {

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @DomainEvent(name = "registered")
  public record Registered(String isbn, String title) {}

  @DomainEvent(name = "lent")
  public record Lent(String isbn, String reader) {}

  /** A book, as its events say. */
  @Aggregate
  public static class Copy extends EventSourcedAggregate {
    private String isbn = "";

    static Copy register(String isbn, String title) {
      Copy copy = new Copy();
      copy.raise(new Registered(isbn, title));
      return copy;
    }

    void lend(String reader) {
      raise(new Lent(isbn, reader));
    }

    @Override
    public String id() {
      return isbn;
    }

    @Apply
    void on(Registered event) {
      isbn = event.isbn();
    }

    @Apply
    void on(Lent event) {}
  }

  /** A projection that loads more: an association and a collection. */
  @Projection
  @Entity(name = "Book")
  @FilterDef(name = "onShelf", parameters = @ParamDef(name = "shelf", type = String.class))
  @Filter(name = "onShelf", condition = "shelf = :shelf")
  public static class Book {
    @Id private String isbn;
    private String title;
    private int pages;
    private @Nullable String shelf;
    @Embedded private Place place = new Place();

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Author author;

    @ElementCollection private List<String> topics = new ArrayList<>();

    protected Book() {}

    Book(String isbn, String title, int pages) {
      this.isbn = isbn;
      this.title = title;
      this.pages = pages;
    }

    Book on(@Nullable String newShelf) {
      shelf = newShelf;
      place.room = newShelf + " room";
      return this;
    }

    Book by(Author newAuthor) {
      author = newAuthor;
      return this;
    }

    Book about(String topic) {
      topics.add(topic);
      return this;
    }

    void rename(String newTitle) {
      title = newTitle;
    }

    String isbn() {
      return isbn;
    }

    String title() {
      return title;
    }

    Author author() {
      return author;
    }

    List<String> topics() {
      return topics;
    }
  }

  @Embeddable
  public static class Place {
    private @Nullable String room;
  }

  @Entity(name = "Author")
  public static class Author {
    @Id private String id;
    private String name;

    protected Author() {}

    Author(String id, String name) {
      this.id = id;
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  /** A flat projection: one table. */
  @Projection
  @Entity(name = "Loans")
  public static class Loans {
    @Id private String isbn;
    private int times;

    protected Loans() {}

    Loans(String isbn) {
      this.isbn = isbn;
    }

    void add() {
      times++;
    }

    int times() {
      return times;
    }
  }

  /** Looks through the view first, and writes through the repository. */
  @Projector(Loans.class)
  static class LoansProjector {
    private final LoansRepository repository;
    private final Domain domain;

    LoansProjector(LoansRepository repository, Domain domain) {
      this.repository = repository;
      this.domain = domain;
    }

    @On
    void registered(Registered event) {
      domain.viewFor(Loans.class).insert(new Loans(event.isbn()));
    }

    @On
    void lent(Lent event) {
      domain.viewFor(Loans.class).get(event.isbn()).add(); // changes an object that nothing writes
      repository.findById(event.isbn()).orElseThrow().add();
    }
  }

  /** Fills nothing: the tests write the books. */
  @Projector(Book.class)
  static class BookProjector {
    private final EntityManager entities;

    BookProjector(EntityManager entities) {
      this.entities = entities;
    }

    @On
    void registered(Registered event) {
      entities.persist(new Book(event.isbn(), event.title(), 1));
    }
  }

  /** A row of a table that a projector writes by SQL. */
  record TitleLoans(String title, int loans) {}

  /** Names its table, and no projection. */
  @Projector(name = "titles", tables = "title_loans", sequencedBy = "isbn")
  static class TitleProjector {
    private final JdbcClient jdbc;

    TitleProjector(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void registered(Registered event) {
      jdbc.sql("insert into title_loans (title, isbn, loans) values (?, ?, 0)")
          .params(event.title(), event.isbn())
          .update();
    }

    @On
    void lent(Lent event) {
      jdbc.sql("update title_loans set loans = loans + 1 where isbn = ?")
          .params(event.isbn())
          .update();
    }
  }

  @Bean
  View<TitleLoans> titles(JdbcClient jdbc) {
    return SqlView.of(jdbc, "title_loans", TitleLoans.class);
  }

  /** How good a reader is. */
  enum Level {
    NEW,
    KNOWN
  }

  /** A document. */
  @Projection
  record ReaderCard(
      @DocumentId String reader,
      @Indexed int loans,
      @Indexed Level level,
      @Indexed @Nullable String city,
      @Indexed BigDecimal fee,
      @Indexed Instant since,
      List<String> isbns,
      @Nullable String note) {

    static ReaderCard of(String reader) {
      Instant since = Instant.parse("2026-01-01T00:00:00Z");
      return new ReaderCard(
          reader, 0, Level.NEW, null, new BigDecimal("0.50"), since, List.of(), null);
    }

    ReaderCard lent(String isbn) {
      List<String> all = new ArrayList<>(isbns);
      all.add(isbn);
      Level next = loans > 0 ? Level.KNOWN : Level.NEW;
      return new ReaderCard(reader, loans + 1, next, city, fee, since, all, note);
    }

    ReaderCard in(@Nullable String newCity) {
      return new ReaderCard(reader, loans, level, newCity, fee, since, isbns, note);
    }
  }

  /** Fills the documents. */
  @Projector(value = ReaderCard.class, sequencedBy = "reader")
  static class ReaderCardProjector {
    private final DocumentProjection<ReaderCard> cards;

    ReaderCardProjector(DocumentProjection<ReaderCard> cards) {
      this.cards = cards;
    }

    @On
    void lent(Lent event) {
      String reader = event.reader();
      cards.upsert(reader, () -> ReaderCard.of(reader), card -> card.lent(event.isbn()));
    }
  }
}
