package dev.foliot.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One node, in a process of its own: {@code CrashNode <jdbc-url> <name> key=value…}. It ends when
 * its standard input does, so that it never outlives the test.
 */
final class CrashNode {
  /** Printed when the engine runs. */
  static final String READY = "ready";

  private CrashNode() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    var endWithParent = new Thread(CrashNode::endWithParent, "end-with-parent");
    endWithParent.setDaemon(true);
    endWithParent.start();
    Map<String, Object> properties = new HashMap<>();
    for (int i = 2; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      properties.put(pair[0], pair[1]);
    }
    Counters.start(pool(args[0], 10), args[1], properties);
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  static HikariDataSource pool(String url, int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("postgres");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException closed) {
      // the same
    }
    Runtime.getRuntime().halt(3);
  }
}
