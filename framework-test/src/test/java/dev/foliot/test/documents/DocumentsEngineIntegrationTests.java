package dev.foliot.test.documents;

import static dev.foliot.test.FoliotAssertions.assertRebuildEqualsLive;
import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.Engine;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.test.EngineTest;
import dev.foliot.test.documents.Library.Lend;
import dev.foliot.test.documents.Library.ReaderCard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest
class DocumentsEngineIntegrationTests extends DocumentsContract {
  @Autowired Engine engine;

  @Override
  void deliver() {
    assertThat(engine.run()).isQuiescent().nothingParked();
  }

  @Override
  void lendMissingBook() {
    domain.process(new Lend("missing", "ann"));

    assertThat(engine.run()).waiting("reader-card-projector", 1);
  }

  @Test
  void documentsAreRebuilt() {
    domain.process(new Lend("faust", "ann"));
    domain.process(new Lend("emma", "bob"));
    deliver();
    assertRebuildEqualsLive(domain, ReaderCard.class);
    cards.delete("bob");
    cards.save(new ReaderCard("ann", 7, List.of()));

    long rebuild = domain.rebuilds().start(ReaderCard.class).id();
    engine.run();

    assertThat(domain.rebuilds().show(rebuild).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(cards.findAll())
        .containsExactlyInAnyOrder(
            new ReaderCard("ann", 1, List.of("faust")), new ReaderCard("bob", 1, List.of("emma")));
    domain.rebuilds().dropFormer(rebuild);
  }
}
