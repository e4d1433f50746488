package dev.foliot.benchmarks.timer;

import dev.foliot.Engine;
import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Timers of an application with Foliot, and its engine, which moves them into the log. */
public final class FoliotTimers implements EngineTimers {
  private static final String OWNER = "benchmark";

  private final ConfigurableApplicationContext application;
  private final Timers timers;
  private final MessageFactory messages;
  private final Transactions transactions;
  private volatile Runnable moved = () -> {};

  /** Starts the application; its engine stands still. */
  public FoliotTimers(Database database) {
    CommitListener listener = all -> all.forEach(message -> count(message));
    application =
        AccountApplication.start(
            database,
            context -> context.registerBean("moved", CommitListener.class, () -> listener));
    timers = application.getBean(Timers.class);
    messages = application.getBean(MessageFactory.class);
    transactions = application.getBean(Transactions.class);
  }

  private void count(NewMessage message) {
    if (message.kind() == MessageKind.TIMER) {
      moved.run();
    }
  }

  @Override
  public void tell(Runnable listener) {
    moved = listener;
  }

  @Override
  public void start() {
    application.getBean(Engine.class).start();
  }

  @Override
  public void stop() {
    application.getBean(Engine.class).stop();
  }

  @Override
  public void set(int number, Instant dueAt) {
    String name = String.valueOf(number);
    Message message = messages.sent(new Deposit(name, 1), MessageOptions.NONE);
    NewMessage stored =
        new NewMessage(
            MessageKind.TIMER, new StreamName(OWNER, name), null, message, Lane.PRIMARY, false);
    transactions.doInNew(() -> timers.set(new TimerKey(OWNER, name, ""), dueAt, stored));
  }

  /** Copies of one, made on the server. */
  @Override
  public void fill(int count) {
    set(0, Instant.now().minusSeconds(3_600));
    application
        .getBean(JdbcTemplate.class)
        .update(
            """
            insert into foliot_timer (owner, owner_key, name, due_at, kind, category, stream, id, type, type_version,
                                      priority, lane, delivered_synchronously, payload, occurred_at, correlation_id)
            select owner, 'n' || n, name, due_at + n * interval '1 millisecond', kind, category, 'n' || n, gen_random_uuid(),
                   type, type_version, priority, lane, delivered_synchronously, payload, occurred_at, gen_random_uuid()
              from foliot_timer, generate_series(1, ?) n""",
            count - 1);
  }

  @Override
  public void close() {
    application.close();
  }
}
