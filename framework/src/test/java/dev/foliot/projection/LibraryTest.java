package dev.foliot.projection;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.engine.EngineNode;
import dev.foliot.projection.Library.Copy;
import dev.foliot.shop.ShopTest.DatabaseOfSuite;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/** A test of the {@link Library} on the database of the suite, which is empty when it begins. */
@SpringBootTest(
    classes = Library.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.jpa.hibernate.ddl-auto=create",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = DatabaseOfSuite.class)
abstract class LibraryTest {
  @Autowired protected Domain domain;
  @Autowired protected EngineNode node;
  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected Transactions transactions;
  @Autowired protected AggregateRepository<Copy> copies;
  @Autowired protected AggregateCache aggregates;

  protected Engine engine() {
    return Engine.inTestMode(domain);
  }

  @BeforeEach
  void beginAgain() {
    FoliotTables.empty(jdbc);
    jdbc.execute(
        "create table if not exists title_loans (title varchar(50) primary key, isbn varchar(20), loans int)");
    for (String table :
        List.of("book_topics", "book", "author", "loans", "document_reader_card", "title_loans")) {
      jdbc.execute("delete from " + table);
    }
    aggregates.clear();
    node.register();
  }

  protected void register(String isbn, String title) {
    transactions.doInNew(() -> copies.save(Copy.register(isbn, title)));
  }

  protected void lend(String isbn, String reader) {
    transactions.doInNew(() -> copies.get(isbn).lend(reader));
  }
}
