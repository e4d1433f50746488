package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.engine.EngineNode;
import dev.foliot.handler.On;
import dev.foliot.projection.Projector;
import dev.foliot.shop.ShopTest;
import dev.foliot.tally.Tally;
import dev.foliot.tally.Tally.Counted;
import dev.foliot.tally.Tally.Line;
import dev.foliot.testsupport.FoliotTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/** A projection that an inline projector fills beside another one. */
@SpringBootTest(
    classes = Tally.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.jpa.hibernate.ddl-auto=create",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
@ExtendWith(OutputCaptureExtension.class)
@Import(RebuildOfInlineIntegrationTests.MoreLines.class)
class RebuildOfInlineIntegrationTests {
  @Autowired private Domain domain;
  @Autowired private EngineNode node;
  @Autowired private JdbcTemplate jdbc;

  /** Fills the lines too, after the commit. */
  @Projector(value = Line.class, name = "more-lines", version = 2)
  static class MoreLines {
    @On
    void counted(Counted event) {}
  }

  @BeforeEach
  void beginAgain() {
    FoliotTables.empty(jdbc);
  }

  /** The switch would lose the rows of the inline projector. */
  @Test
  void isRefused() {
    String inline = "lines fills it, an inline projector";

    assertThatThrownBy(() -> domain.rebuilds().start(Line.class))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining(inline);
    assertThatThrownBy(() -> domain.rebuilds().start("more-lines", RebuildOptions.inPlace()))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining(inline);
    assertThat(domain.rebuilds().projections()).isEmpty();
    assertThat(domain.rebuilds().list()).isEmpty();
  }

  @Test
  void newVersionIsRecordedAsFailedOnce(CapturedOutput output) {
    node.register();
    jdbc.update("update foliot_subscription set version = 1 where name = 'more-lines'");

    Engine.inTestMode(domain).run();
    Engine.inTestMode(domain).run();

    assertThat(domain.rebuilds().list())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(RebuildStatus.FAILED);
              assertThat(refused.failure().error()).contains("lines fills it, an inline projector");
            });
    assertThat(output)
        .containsOnlyOnce(
            "projection=%s has a new version, but cannot be rebuilt beside the live rows"
                .formatted(Line.class.getName()));
  }
}
