package dev.foliot.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import java.util.List;
import org.junit.jupiter.api.Test;

class H2PeerIntegrationTests {

  @Test
  void takesPartWhenItIsOnTheClassPath() {
    List<Contender> contenders = new Imports().contenders(Database.h2(), Size.TINY);

    try {
      assertThat(contenders)
          .extracting(Contender::name)
          .startsWith("JDBC", "Foliot")
          .contains(HandWrittenPeer.NAME);
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
