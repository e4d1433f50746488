package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** W9: several engines on one database. */
final class Nodes implements Workload {
  private static final int EVENTS = 20;

  @Override
  public String name() {
    return "W9 nodes";
  }

  @Override
  public String description() {
    return "engines on one database, all in this JVM, deliver to a projection in 8 segments what one transaction has committed; an operation is an event";
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return size.nodes().stream()
        .<Contender>map(nodes -> new Cluster(nodes, database, size))
        .toList();
  }

  private static final class Cluster implements Contender {
    private final Database database;
    private final int accounts;
    private final List<ConfigurableApplicationContext> nodes;
    private int first;

    Cluster(int count, Database database, Size size) {
      this.database = database;
      this.accounts = size.events() / EVENTS;
      String url = database.newDatabase();
      this.nodes =
          Stream.generate(
                  () ->
                      BalanceApplication.start(
                          database,
                          url,
                          "foliot.engine.subscriptions.balance.segments=8",
                          "foliot.engine.max-concurrency=2"))
              .limit(count)
              .toList();
    }

    @Override
    public String name() {
      return nodes.size() == 1 ? "Foliot, 1 node" : "Foliot, %s nodes".formatted(nodes.size());
    }

    @Override
    public Sample turn() {
      Countdown missing = new Countdown(accounts * EVENTS);
      nodes.forEach(node -> node.getBean(Deliveries.class).tell(delivery -> missing.happened()));
      FillAccounts.inOneTransaction(nodes.get(0), first, first + accounts, EVENTS);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      first += accounts;
      missing.await();
      return stopwatch.stop((long) accounts * EVENTS);
    }

    @Override
    public void close() {
      nodes.forEach(ConfigurableApplicationContext::close);
    }
  }
}
