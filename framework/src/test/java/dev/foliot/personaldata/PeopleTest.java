package dev.foliot.personaldata;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.personaldata.People.Address;
import dev.foliot.personaldata.People.Faults;
import dev.foliot.personaldata.People.Join;
import dev.foliot.shop.ShopTest.DatabaseOfSuite;
import dev.foliot.testsupport.FoliotTables;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/** Tests with the club of {@link People}, which begins empty. */
@SpringBootTest(
    classes = People.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.retry.max-attempts=2",
      "foliot.outbox.retry.max-attempts=2",
      "foliot.schema.initialize=always",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = DatabaseOfSuite.class)
abstract class PeopleTest {
  static final Join ANN = new Join("p-1", "Ann Smith", new Address("Elm Street 7", "Springfield"));
  static final Condition<String> READABLE =
      new Condition<>(
          text -> text.matches("(?is).*(Ann Smith|Elm Street|Springfield).*"), "readable");

  @Autowired Domain domain;
  @Autowired EngineNode node;
  @Autowired JdbcTemplate jdbc;
  @Autowired Faults faults;
  @Autowired CachedKeys keys;
  @Autowired AggregateCache aggregates;

  @BeforeEach
  void beginAgain() {
    jdbc.execute("create table if not exists directory (person_id varchar(50), name varchar(50))");
    FoliotTables.empty(jdbc);
    jdbc.execute("delete from directory");
    keys.clear();
    aggregates.clear();
    faults.repair();
    node.register();
  }

  void run() {
    Engine.inTestMode(domain).run();
  }
}
