package dev.foliot.engine;

import dev.foliot.outbox.RelayGuard;
import dev.foliot.outbox.RelayOutbox;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;

/** Relays the outbox, on one node for all nodes. */
final class RelayWork implements OwnedWork {
  private final Storage storage;
  private final LocalNode local;
  private final Relay relay;

  RelayWork(EngineParts parts) {
    this.storage = parts.storage();
    this.local = parts.node();
    this.relay = parts.relay();
  }

  @Override
  public String name() {
    return "foliot:outbox";
  }

  @Override
  public Steps begin(WorkingNode node, Fence fence) {
    return new RelayOutbox(
        relay.outbox(),
        relay.broker(),
        relay.settings(),
        local.clock(),
        node.random(),
        new Guard(fence, new JudgeFailure(storage.jdbc(), node.random())),
        relay.around());
  }

  private record Guard(Fence fence, JudgeFailure judge) implements RelayGuard {
    @Override
    public long token() {
      return fence.token();
    }

    @Override
    public void check() {
      fence.check();
    }

    @Override
    public boolean prove() {
      return fence.prove();
    }

    @Override
    public boolean isSpared(Throwable error, Duration failingFor) {
      judge.throwIfDatabaseIsAway(error);
      return judge.isPassing(error, true)
          && failingFor.compareTo(JudgeFailure.sparedFor(error)) < 0;
    }
  }
}
