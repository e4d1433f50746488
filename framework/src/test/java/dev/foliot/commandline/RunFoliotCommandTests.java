package dev.foliot.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.SchemaInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application that is asked by its command line, as a process of its own. */
class RunFoliotCommandTests {
  @TempDir Path directory;

  /** It does something at each occasion that an application has. */
  @SpringBootApplication
  static class Imports {
    public static void main(String[] arguments) {
      System.out.println("main begins");
      SpringApplication.run(Imports.class, arguments);
    }

    @Bean
    CommandLineRunner importer(JdbcTemplate jdbc) {
      return arguments -> jdbc.execute("create table imported (id int)");
    }

    @Bean
    SmartLifecycle lifecycle(JdbcTemplate jdbc) {
      return new SmartLifecycle() {
        @Override
        public void start() {
          jdbc.execute("create table started (id int)");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
          return false;
        }
      };
    }

    @EventListener
    void refreshed(ContextRefreshedEvent event) {
      event
          .getApplicationContext()
          .getBean(JdbcTemplate.class)
          .execute("create table heard (id int)");
    }
  }

  private record Answer(int code, String out, String err) {}

  private Answer run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Imports.class.getName());
    command.add("--spring.datasource.url=" + url());
    command.add("--spring.datasource.username=sa");
    command.add("--spring.jpa.hibernate.ddl-auto=create");
    command.add("--foliot.schema.initialize=always");
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private String url() {
    return "jdbc:h2:file:" + directory.resolve("db");
  }

  private JdbcTemplate database() {
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl(url());
    source.setUser("sa");
    return new JdbcTemplate(source);
  }

  @Test
  void answersAndStartsNothing() throws Exception {
    JdbcTemplate database = database();
    new SchemaInitializer(database.getDataSource(), null).initialize();
    database.update("insert into foliot_subscription (name, since, segments) values ('old', 0, 1)");

    Answer answer = run("foliot", "status");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("main begins\nThe log ends at position 0.")
        .containsPattern("(?m)^old +");
    assertThat(answer.err()).doesNotContain("Started ", "INFO");
    assertThat(
            database.queryForList(
                "select table_name from information_schema.tables where table_name in ('IMPORTED', 'STARTED', 'HEARD')"))
        .isEmpty();
    assertThat(database.queryForObject("select count(*) from foliot_subscription", int.class))
        .isOne();
  }

  @Test
  void helpsWithoutADatabase() throws Exception {
    Answer answer = run("foliot", "help");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("main begins\nUsage: java -jar application.jar foliot");
  }

  @Test
  void saysWhatIsMissingAndCreatesNothing() throws Exception {
    Answer answer = run("foliot", "status");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).isEqualTo("main begins\n");
    assertThat(answer.err()).contains("foliot_message");
  }
}
