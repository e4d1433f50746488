package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.testsupport.TestFoliot;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SendNotificationsTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final Deque<Error> failures = new ArrayDeque<>();
  private int threads;

  private Thread thread(Runnable work) {
    if (!failures.isEmpty()) {
      throw failures.pop();
    }
    threads++;
    return new Thread(work, "others");
  }

  // case: no memory for a thread, for a moment
  @Test
  void goesOnTellingOnceAThreadCanBeMade() {
    var others =
        new SendNotifications(
            foliot.transactions,
            JdbcClient.create(foliot.jdbc),
            FoliotSchema.of(foliot.dataSource, null),
            "node-1",
            System::nanoTime,
            this::thread);
    failures.add(new InternalError("unable to create native thread"));
    assertThatThrownBy(() -> others.tell(Signal.COMMITTED)).isInstanceOf(InternalError.class);

    others.tell(Signal.COMMITTED);

    assertThat(threads).isEqualTo(1);
    others.flush();
  }
}
