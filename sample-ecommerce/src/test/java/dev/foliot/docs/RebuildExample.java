package dev.foliot.docs;

import dev.foliot.Domain;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.Replay;
import dev.foliot.sample.inventory.StockLevel;
import java.time.Duration;

/** Code of the page about rebuilds. */
class RebuildExample {
  @DomainEvent
  record AccountOpened(String accountId, String customer) {}

  @Projection
  static class AccountTotal {}

  interface Mails {
    void send(String customer);
  }

  // docs: version
  @Projector(value = AccountTotal.class, version = 2)
  static class AccountTotalProjector {
    @On
    void opened(AccountOpened event) {
      // writes the rows of version 2
    }
  }

  // docs: end

  static String start(Domain domain) {
    // docs: start
    RebuildReport started = domain.rebuilds().start(StockLevel.class);

    RebuildReport now = domain.rebuilds().show(started.id());
    Duration left = now.timeLeft(); // null if it is not known
    String progress = now.percent() + "%" + (left == null ? "" : ", %s left".formatted(left));
    // docs: end
    return progress;
  }

  static void welcome(Mails mails, AccountOpened event) {
    // docs: replay
    if (!Replay.isRunning()) {
      mails.send(event.customer());
    }
    // docs: end
  }
}
