package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Page;
import dev.foliot.testsupport.shop.Shop.AccountAudited;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import dev.foliot.testsupport.shop.Ticket;
import org.junit.jupiter.api.Test;

/** An event is stored in the stream of the aggregate that raised it, or not at all. */
class ChangedIdIntegrationTests {
  private static final String REFUSED =
      "The id() of dev.foliot.testsupport.shop.Page home has changed. The id names the stream and never changes: store a value that changes in another field.";

  private final TestFoliot foliot = TestFoliot.jpa();

  private void createPage() {
    foliot.inTransaction(
        () -> {
          var page = new Page("p", "draft");
          page.edit("first");
          page.moveTo("home"); // no row has another id yet
          foliot.entities.persist(page);
        });
  }

  private Page page() {
    return foliot.entities.find(Page.class, "p");
  }

  @Test
  void idMayBeSetUntilTheRowIsThere() {
    createPage();

    assertThat(foliot.events("page", "home")).containsExactly(new TicketOpened("first"));
  }

  @Test
  void refusesAnotherIdAtTheCommit() {
    createPage();

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Page page = page();
                      page.edit("second");
                      page.moveTo("elsewhere");
                    }))
        .hasStackTraceContaining(REFUSED);

    assertNothingChanged();
  }

  @Test
  void refusesAnotherIdBeforeTheFirstEvent() {
    createPage();

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Page page = page();
                      page.moveTo("elsewhere");
                      page.edit("second");
                    }))
        .hasStackTraceContaining(REFUSED);

    assertNothingChanged();
  }

  /** Its next event would be the second one of either stream. */
  @Test
  void refusesTheIdOfAnotherAggregate() {
    createPage();
    foliot.inTransaction(
        () -> {
          var other = new Page("q", "elsewhere");
          other.edit("other");
          foliot.entities.persist(other);
        });

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Page page = page();
                      page.moveTo("elsewhere");
                      page.edit("second");
                    }))
        .hasStackTraceContaining(REFUSED);

    assertThat(foliot.events("page", "elsewhere")).containsExactly(new TicketOpened("other"));
  }

  @Test
  void refusesAnotherIdWithoutAnEvent() {
    createPage();

    assertThatThrownBy(() -> foliot.inTransaction(() -> page().moveTo("elsewhere")))
        .hasStackTraceContaining(REFUSED);

    assertNothingChanged();
  }

  @Test
  void refusesAnotherIdAfterTheRowWasFlushed() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      var page = new Page("p", "home");
                      page.edit("first");
                      foliot.entities.persist(page);
                      foliot.entities.flush();
                      page.moveTo("elsewhere");
                      page.edit("second");
                    }))
        .hasStackTraceContaining(REFUSED);

    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void refusesToGiveTheRowOfAnotherId() {
    createPage();
    AggregateRepository<Page> pages = foliot.repositories.of(Page.class);

    assertThatThrownBy(() -> pages.get("p"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The dev.foliot.testsupport.shop.Page whose @Id is p has another id(). A repository of Foliot finds rows by their @Id: let id() give the @Id as text, or use a Spring Data repository.");
    assertThatThrownBy(() -> pages.close("p", "gone")).hasMessageContaining("has another id()");
  }

  @Test
  void givesARowByAnotherTextOfItsId() {
    AggregateRepository<Ticket> tickets = foliot.repositories.of(Ticket.class);
    Ticket ticket = new Ticket("first");
    tickets.save(ticket);

    assertThat(tickets.get("0" + ticket.id()).id()).isEqualTo(ticket.id());
  }

  /** Has a method that changes its id without an event. */
  @Aggregate(category = "sign")
  static final class Sign extends EventSourcedAggregate {
    private String place = "";

    @Apply
    void on(AccountOpened event) {
      place = event.accountId();
    }

    @Apply
    void on(AccountAudited event) {}

    void moveTo(String newPlace) {
      place = newPlace;
    }

    @Override
    public String id() {
      return place;
    }
  }

  private final AggregateRepository<Sign> signs = foliot.repositories.of(Sign.class);

  private void createSign() {
    Sign sign = new Sign();
    sign.raise(new AccountOpened("home"));
    signs.save(sign);
  }

  @Test
  void refusesAnEventAfterTheIdChangedWithoutOne() {
    createSign();

    foliot.inTransaction(
        () -> {
          Sign sign = signs.get("home");
          sign.moveTo("elsewhere");
          assertThatThrownBy(() -> sign.raise(new AccountAudited("home")))
              .hasMessageContaining("from home to elsewhere");
          assertThat(sign.id()).isEqualTo("home");
        });
  }

  @Test
  void refusesAnIdThatChangesAfterTheLastEvent() {
    createSign();

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Sign sign = signs.get("home");
                      sign.raise(new AccountAudited("home"));
                      sign.moveTo("elsewhere");
                    }))
        .hasMessage(
            "The id() of %s home has changed. The id names the stream and never changes: store a value that changes in another field.",
            Sign.class.getName());

    assertThat(foliot.events("sign", "home")).hasSize(1);
    assertThat(foliot.events("sign", "elsewhere")).isEmpty();
  }

  @Test
  void refusesANewAggregateWhoseIdChangesBeforeItIsStored() {
    Sign sign = new Sign();
    sign.raise(new AccountOpened("home"));
    sign.moveTo("elsewhere");

    assertThatThrownBy(() -> signs.save(sign)).hasMessageContaining("home has changed");

    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void refusesAnotherIdOfADetachedCopy() {
    createPage();
    Page[] copy = new Page[1];
    foliot.inTransaction(() -> copy[0] = page());
    copy[0].edit("second");
    copy[0].moveTo("elsewhere");

    assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.entities.merge(copy[0])))
        .hasStackTraceContaining(REFUSED);

    assertNothingChanged();
  }

  private void assertNothingChanged() {
    assertThat(foliot.events("page", "home")).hasSize(1);
    assertThat(foliot.events("page", "elsewhere")).isEmpty();
    foliot.inTransaction(() -> assertThat(page().id()).isEqualTo("home"));
  }
}
