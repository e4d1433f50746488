package dev.foliot.test.workflows;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.Workflows;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A test of runs that the engine executes in cycles. Threads of a test may wait long for one
 * another's locks: H2 by itself allows two seconds.
 */
@EngineTest(properties = "spring.datasource.hikari.connection-init-sql=set lock_timeout = 120000")
abstract class WorkflowTest {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Workflows workflows;
  @Autowired Scripted scripted;
  @Autowired Scripted.Child child;
  @Autowired JdbcTemplate jdbc;
  private TransactionTemplate transactions;

  @Autowired
  void setManager(PlatformTransactionManager manager) {
    transactions = new TransactionTemplate(manager);
  }

  @BeforeEach
  void beginAnew() {
    scripted.ran.clear();
    code((ctx, input) -> input);
    child.code = (ctx, input) -> input;
  }

  void code(DurableFunction<String, String> code) {
    scripted.code = code;
  }

  RunHandle<String> start(String id) {
    return workflows.start(Scripted.class, "in", RunOptions.id(id));
  }

  void inTransaction(Runnable work) {
    transactions.executeWithoutResult(status -> work.run());
  }

  /** The journal: operation, kind and type of each entry. */
  List<String> journal(String id) {
    return workflows.show(id).orElseThrow().journal().stream().map(WorkflowTest::line).toList();
  }

  private static String line(RunReport.Entry entry) {
    return entry.operation() + " " + entry.kind() + " " + entry.type();
  }

  int count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Integer.class);
  }
}
