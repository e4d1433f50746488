package dev.foliot.testsupport;

import java.sql.DriverManager;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

/**
 * Prepares each JVM for its tests, before the first of them. JUnit finds it as a service.
 *
 * <p>On a busy machine, threads stand still for seconds, so that conditions may take longer than
 * the ten seconds that Awaitility waits by itself.
 */
public final class PrepareJvm implements Extension {
  static {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    DriverManager.getDrivers(); // by a class loader that finds them all
  }
}
