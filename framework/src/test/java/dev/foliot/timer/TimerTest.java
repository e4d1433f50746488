package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.ShopTest;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.Fence;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;

/** Sets timers by name; the message of each has the name as its stream. */
public abstract class TimerTest extends ShopTest {
  static final String OWNER = "test:shop";

  /** A fence that lets everything pass. */
  static final Fence OPEN =
      new Fence() {
        @Override
        public long token() {
          return 1;
        }

        @Override
        public void check() {}

        @Override
        public boolean prove() {
          return true;
        }
      };

  @Autowired Timers timers;
  @Autowired MessageFactory messages;
  @Autowired Transactions transactions;

  static TimerKey key(String name) {
    return new TimerKey(OWNER, "shop", name);
  }

  void set(String name, Duration after) {
    set(name, START.plus(after));
  }

  void set(String name, Instant dueAt) {
    transactions.doInNew(() -> timers.set(key(name), dueAt, message(name)));
  }

  /** Of the kind that nothing is subscribed to. */
  NewMessage message(String name) {
    return new NewMessage(
        MessageKind.TIMER,
        new StreamName("test", name),
        null,
        messages.sent(new Cancel(name), MessageOptions.NONE),
        Lane.PRIMARY,
        false);
  }

  /** The names of the timers whose messages are in the log, in its order. */
  List<String> moved() {
    return jdbc.queryForList(
        "select stream from foliot_message where category = 'test' order by position",
        String.class);
  }

  List<String> waiting() {
    return jdbc.queryForList("select name from foliot_timer order by due_at, number", String.class);
  }

  Steps steps(Fence fence, Function<StoredTimer, Optional<StoredTimer>> onMove) {
    return new MoveDueMessages(
            TimerOwners.ALL_BUT_SCHEDULES,
            timers,
            transactions,
            new MicrosecondClock(clock),
            onMove)
        .begin(new WorkingNode("test", () -> 0.5, () -> {}, () -> "current_timestamp"), fence);
  }

  /** Steps until it has no work. */
  static void stepAll(Steps steps) {
    steps.wakeUp();
    while (steps.hasWork()) {
      steps.step();
    }
  }
}
