package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class H2SchemaTests {

  /** H2 keeps the values of IN in the session that creates the table, and that session ends. */
  @Test
  void noCheckUsesIn() throws IOException {
    assertThat(checks()).isNotEmpty().noneMatch(check -> check.contains(" in ("));
  }

  private static List<String> checks() throws IOException {
    try (InputStream schema =
        H2SchemaTests.class.getResourceAsStream("/dev/foliot/schema/foliot-h2.sql")) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8)
          .toLowerCase(Locale.ROOT)
          .lines()
          .filter(line -> line.contains("check ("))
          .toList();
    }
  }
}
