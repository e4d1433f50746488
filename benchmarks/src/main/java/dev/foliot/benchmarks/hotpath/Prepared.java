package dev.foliot.benchmarks.hotpath;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.benchmarks.account.Account;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.idle.IdleApplication;
import dev.foliot.benchmarks.idle.IdleListener;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RecordedMessage;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** An application on H2 with one listener, and one account of 1,000 events. */
@State(Scope.Benchmark)
public class Prepared {
  static final String ACCOUNT = Deposit.account(0);
  private static final int EVENTS = 1_000;

  final ConfigurableApplicationContext application = IdleApplication.start(Database.h2(), 1);
  final JsonMapper plainJson = JsonMapper.builder().build();
  final Deposited event = new Deposited(ACCOUNT, 1, Deposit.REFERENCE);
  final List<Deposited> events = List.of(event);
  final List<Object> manyEvents = Collections.nCopies(EVENTS, event);
  final IdleListener listener = new IdleListener();
  final MessageJson json = application.getBean(MessageJson.class);
  final MessageFactory messages = application.getBean(MessageFactory.class);
  final AggregateRepository<Account> accounts =
      application.getBean(Domain.class).repositoryFor(Account.class);
  final HandlerBean handler =
      application.getBean(HandlerRegistry.class).reading(Deposited.class).get(0);
  final RecordedMessage recorded;
  final Message message;

  public Prepared() {
    FillAccounts.of(application, 0, 1, EVENTS);
    recorded =
        application
            .getBean(EventStore.class)
            .readStream(new StreamName("account", ACCOUNT), 1, 1)
            .get(0);
    message = recorded.message();
  }

  @TearDown
  public void close() {
    application.close();
  }
}
