package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.foliot.Domain;
import dev.foliot.workflow.RunArchive;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.run.ArchiveEndedRuns;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Runs are archived in the transaction that removes them (R61). */
class ArchiveIntegrationTests extends WorkflowTest {
  @Autowired Archive archive;

  /** An archive that writes to the application's own database, too. */
  static final class Archive implements RunArchive {
    final List<RunSummary> runs = new ArrayList<>();
    final List<String> exports = new ArrayList<>();
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    volatile Throwable failure = new IllegalStateException("The archive is full");
    private final ObjectProvider<Domain> domain;

    Archive(ObjectProvider<Domain> domain) {
      this.domain = domain;
    }

    @Override
    public void archive(RunSummary run, String export) {
      runs.add(run);
      exports.add(export);
      domain.getObject().process(new Stock.Receive(run.id()));
      if (refused.contains(run.id())) {
        throw ArchiveIntegrationTests.<RuntimeException>undeclared(failure);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @TestConfiguration
  static class WithArchive {
    @Bean
    Archive archive(ObjectProvider<Domain> domain) {
      return new Archive(domain);
    }
  }

  @BeforeEach
  void emptyTheArchive() {
    archive.runs.clear();
    archive.exports.clear();
    archive.refused.clear();
    archive.failure = new IllegalStateException("The archive is full");
    code((ctx, input) -> ctx.step("s", String.class, step -> "done"));
  }

  private void runs(String... ids) {
    for (String id : ids) {
      start(id);
    }
    engine.runUntilIdle();
  }

  private List<String> archived() {
    return archive.runs.stream().map(RunSummary::id).toList();
  }

  private List<Object> stored() {
    return List.copyOf(jdbc.queryForList("select id from foliot_run order by id", String.class));
  }

  @Test
  void archivesARunAndRemovesIt() {
    runs("r-1");
    String export = workflows.export("r-1").orElseThrow();
    clock.advance(Duration.ofDays(29));
    engine.run();
    assertThat(archived()).isEmpty();

    clock.advance(Duration.ofDays(2));
    engine.runUntilIdle();

    assertThat(archived()).containsExactly("r-1");
    assertThat(archive.runs.get(0).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(archive.exports).containsExactly(export);
    assertThat(RunExport.fromJson(archive.exports.get(0)).entries()).hasSize(1);
    assertThat(stored()).isEmpty();
    assertThat(count("foliot_journal")).isZero();
    assertThat(count("foliot_message")).isOne();
  }

  @Test
  void keepsTheRunIfTheArchiveFails() {
    runs("r-1", "r-2", "r-3");
    archive.refused.add("r-2");
    clock.advance(Duration.ofDays(31));
    engine.run();

    assertThat(stored()).containsExactly("r-2");
    assertThat(journal("r-2")).containsExactly("1 Step SUCCEEDED");
    assertThat(count("foliot_message")).isEqualTo(2); // nothing of the refused one

    archive.refused.clear();
    clock.advance(Duration.ofMinutes(11));
    engine.run();

    assertThat(stored()).isEmpty();
    assertThat(count("foliot_message")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(classes = {IOException.class, StackOverflowError.class})
  void archivesTheOthersWhateverTheArchiveThrows(Class<? extends Throwable> thrown) {
    archive.failure = BeanUtils.instantiateClass(thrown);
    runs("r-1", "r-2", "r-3");
    archive.refused.add("r-1");
    clock.advance(Duration.ofDays(31));

    engine.run();

    assertThat(stored()).containsExactly("r-1");
    assertThat(count("foliot_message")).isEqualTo(2);
  }

  @Test
  void archivesTheOthersIfAnErrorHasNoText() {
    archive.failure =
        new IllegalStateException() {
          private static final long serialVersionUID = 1;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message can be made");
          }
        };
    runs("r-1", "r-2", "r-3");
    archive.refused.add("r-1");
    clock.advance(Duration.ofDays(31));
    Logger logger = (Logger) LoggerFactory.getLogger(ArchiveEndedRuns.class);
    logger.setLevel(Level.DEBUG);

    engine.run();
    logger.setLevel(null);

    assertThat(stored()).containsExactly("r-1");
  }

  @Test
  void pausesIfTheArchiveIsAwayAndGoesOnAfterTheRefusedRuns() {
    for (int i = 10; i < 22; i++) {
      archive.refused.add("r-" + i);
    }
    runs(archive.refused.stream().sorted().toArray(String[]::new));
    clock.advance(Duration.ofMinutes(1));
    runs("r-good");
    clock.advance(Duration.ofDays(31));
    engine.run();
    assertThat(archive.runs).hasSize(10);

    clock.advance(Duration.ofMinutes(11));
    engine.run();

    assertThat(archived()).hasSize(13).contains("r-good");
    assertThat(stored()).hasSize(12).doesNotContain("r-good");
  }
}
