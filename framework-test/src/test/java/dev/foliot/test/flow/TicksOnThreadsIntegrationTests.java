package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schedule starts runs on two nodes; the node that has it is killed in the middle. */
class TicksOnThreadsIntegrationTests extends KilledNodeTest {
  @Override
  List<String> more() {
    return List.of("--test.ticking=true");
  }

  @Test
  void eachTickStartsOneRun() {
    two.engine().stop(); // the first node alone has the schedule
    one.database().killAfter(sql -> sql.matches("(?s)insert into \\S*foliot_run .*"));
    awaitQuietly(one.database().killed());
    Instant killed = two.domain().schedules().list().get(0).lastDue();

    two.engine().start();

    await().atMost(LONG).until(() -> results("ticking").contains(killed.toString()));
    assertThat(results("ticking")).doesNotHaveDuplicates();
  }
}
