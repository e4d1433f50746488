package dev.foliot.sample;

import dev.foliot.test.FoliotEvolution;
import org.junit.jupiter.api.Test;

/** The files are in {@code src/test/resources/foliot/evolution}: one for each message version. */
// docs: test
class EvolutionTests {
  @Test
  void readsEverythingThatWasEverStored() {
    FoliotEvolution.of(ShopApplication.class).verify();
  }
}
// docs: end
