package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Page;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import org.junit.jupiter.api.Test;

/** An event is stored in the stream of the aggregate that raised it, or not at all. */
class ChangedIdIntegrationTests {
  private static final String REFUSED =
      "dev.foliot.testsupport.shop.Page home raised [TicketOpened[title=second]], and then its id() changed. The id names the stream and never changes: keep what may change in another field.";

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
