package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContextManager;

/** Each tests begins by hand, so that it can be seen what the beginning does. */
class KeptTablesIntegrationTests {
  @SyncFlowTest
  static class KeepsNothing extends Count {}

  @SyncFlowTest(keep = "Product")
  static class KeepsProducts extends Count {}

  @SyncFlowTest(keep = {"product", "prodcut"})
  static class KeepsWhatIsNot extends Count {}

  static class Count {
    @Autowired JdbcClient jdbc;

    void test() {}

    long rows(String table) {
      return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
  }

  private static <T extends Count> T begin(T test) throws Exception {
    TestContextManager manager = new TestContextManager(test.getClass());
    manager.prepareTestInstance(test);
    manager.beforeTestMethod(test, Count.class.getDeclaredMethod("test"));
    return test;
  }

  @Test
  void areNotCleanedNorWhatTheyReferTo() throws Exception {
    KeepsNothing before = begin(new KeepsNothing());
    before.jdbc.sql("insert into category (id) values (1)").update();
    before.jdbc.sql("insert into product (id, category) values (1, 1)").update();
    before.jdbc.sql("insert into employee (id) values (1)").update();

    KeepsProducts kept = begin(new KeepsProducts());

    assertThat(kept.rows("product")).isEqualTo(1);
    assertThat(kept.rows("category")).isEqualTo(1);
    assertThat(kept.rows("employee")).isZero();
    assertThat(begin(new KeepsNothing()).rows("product")).isZero();
  }

  @Test
  void mustExist() {
    assertThatThrownBy(() -> begin(new KeepsWhatIsNot()))
        .hasMessageContaining("There is no table prodcut to keep. The tables are: [category,");
  }
}
