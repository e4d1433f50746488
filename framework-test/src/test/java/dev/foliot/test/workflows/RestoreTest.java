package dev.foliot.test.workflows;

import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A test of runs that are saved as text. */
abstract class RestoreTest extends WorkflowTest {
  static final Duration HOUR = Duration.ofHours(1);

  /** The text of a run. After that, the database is as another one. */
  String saveAndRemove(String id) {
    String saved = workflows.export(id).orElseThrow();
    removeAll();
    return saved;
  }

  void removeAll() {
    inTransaction(
        () -> {
          jdbc.update("delete from foliot_wait");
          jdbc.update("delete from foliot_journal");
          jdbc.update("delete from foliot_run");
        });
  }

  /** The text as an earlier version has written it. */
  static String old(String saved) {
    ObjectNode text = (ObjectNode) JsonMapper.shared().readTree(saved);
    text.remove("answers");
    text.remove("limits");
    return text.toString();
  }
}
