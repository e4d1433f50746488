package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.EngineTest;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestContextManager;

class H2NamedDatabaseIntegrationTests {
  @SyncFlowTest
  @ActiveProfiles("named")
  static class Sync {}

  @EngineTest
  @ActiveProfiles("named")
  static class Async {}

  /** Or else one context would find what a test of the other one left. */
  @Test
  void isAnotherOneInEachContext() {
    assertThat(urlOf(Sync.class)).startsWith("jdbc:h2:mem:named-").isNotEqualTo(urlOf(Async.class));
  }

  private static String urlOf(Class<?> test) {
    ConnectionCallback<String> url = connection -> connection.getMetaData().getURL();
    return new TestContextManager(test)
        .getTestContext()
        .getApplicationContext()
        .getBean(JdbcTemplate.class)
        .execute(url);
  }
}
