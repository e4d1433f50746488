package dev.foliot.test.documents;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.test.documents.Library.Lend;
import dev.foliot.test.documents.Library.ReaderCard;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Documents follow their events at each level, and no test sees those of another test. */
abstract class DocumentsContract {
  @Autowired Domain domain;
  @Autowired DocumentProjection<ReaderCard> cards;

  abstract void deliver();

  @RepeatedTest(2)
  void documentsFollowTheirEvents() {
    domain.process(new Lend("faust", "ann"));
    domain.process(new Lend("ulysses", "ann"));
    domain.process(new Lend("emma", "bob"));
    deliver();

    assertThat(cards.findAll())
        .containsExactlyInAnyOrder(
            new ReaderCard("ann", 2, List.of("faust", "ulysses")),
            new ReaderCard("bob", 1, List.of("emma")));
    assertThat(cards.findBy("loans", 2)).extracting(ReaderCard::reader).containsExactly("ann");
    assertThat(domain.viewFor(ReaderCard.class).count()).isEqualTo(2);
  }

  @Test
  void documentIsNotKeptIfItsProjectorFails() {
    domain.process(new Lend("faust", "ann"));
    deliver();

    lendMissingBook();

    assertThat(cards.findAll()).containsExactly(new ReaderCard("ann", 1, List.of("faust")));
  }

  /** Lets the projector write the card of ann, and fail then. */
  abstract void lendMissingBook();
}
