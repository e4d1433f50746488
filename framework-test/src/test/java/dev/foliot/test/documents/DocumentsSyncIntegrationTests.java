package dev.foliot.test.documents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.documents.Library.Lend;

@SyncFlowTest
class DocumentsSyncIntegrationTests extends DocumentsContract {
  @Override
  void deliver() {}

  @Override
  void lendMissingBook() {
    assertThatThrownBy(() -> domain.process(new Lend("missing", "ann")))
        .hasStackTraceContaining("missing is not on its shelf.");
  }
}
