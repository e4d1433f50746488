package dev.foliot.command.desk;

import dev.foliot.Domain;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Notes are written at a desk: each command is a row, so a repeat shows. */
@SpringBootApplication
public class Desk {
  /** Writes one row. */
  @Command(name = "write", sequencedBy = "page")
  public record Write(@Nullable String page, String text) {}

  /** Writes one row, and is on its own. */
  @Command(name = "jot")
  public record Jot(String text) {}

  /** Opens a page, which is an aggregate, and submits a command for it. */
  @Command(name = "open-page")
  public record OpenPage(String page) {}

  /** Is about a person. */
  @Command(name = "greet")
  public record Greet(@DataSubject String person, @PersonalData String name) {}

  /** The result of a greeting, which is about the same person. */
  public record Greeted(@DataSubject String person, @PersonalData String name) {}

  /** Its result cannot be stored. */
  @Command(name = "odd")
  public record Odd(String text) {}

  /** What a row became. */
  public record Written(String text, int rows) {}

  @DomainEvent(name = "page-opened")
  public record PageOpened(String page) {}

  /** Is decided about. */
  @Command(name = "raise-flag")
  public record RaiseFlag(String flag) {}

  @DomainEvent(name = "flag-raised")
  public record FlagRaised(String flag) {}

  @Aggregate
  public record Flag(String flag) {}

  @Aggregate
  public static class Page extends EventSourcedAggregate {
    private String page = "";

    static Page open(String page) {
      Page opened = new Page();
      opened.raise(new PageOpened(page));
      return opened;
    }

    @Override
    public String id() {
      return page;
    }

    @Apply
    void on(PageOpened event) {
      page = event.page();
    }
  }

  @Component
  static class Flags implements Decider<RaiseFlag, Flag, FlagRaised> {
    @Override
    public String aggregateId(RaiseFlag command) {
      return command.flag();
    }

    @Override
    public Flag initialState() {
      return new Flag("");
    }

    @Override
    public List<FlagRaised> decide(RaiseFlag command, Flag state) {
      return List.of(new FlagRaised(command.flag()));
    }

    @Override
    public Flag evolve(Flag state, FlagRaised event) {
      return new Flag(event.flag());
    }
  }

  @CommandHandler(name = "desk")
  static class DeskCommands {
    private final Notes notes;
    private final AggregateRepository<Page> pages;
    private final Domain domain;

    DeskCommands(Notes notes, AggregateRepository<Page> pages, Domain domain) {
      this.notes = notes;
      this.pages = pages;
      this.domain = domain;
    }

    @Handle
    Written write(Write command, Metadata metadata) {
      notes.handled.add(metadata);
      return notes.write(command.text());
    }

    @Handle
    void jot(Jot command, Metadata metadata) {
      notes.handled.add(metadata);
      notes.write(command.text());
    }

    @Handle
    void open(OpenPage command, Metadata metadata) {
      notes.handled.add(metadata);
      pages.save(Page.open(command.page()));
      domain.submit(new Write(command.page(), "opened " + command.page()));
    }

    @Handle
    Greeted greet(Greet command) {
      notes.write("hello " + command.name());
      return new Greeted(command.person(), command.name());
    }

    @Handle
    Thread odd(Odd command) {
      notes.write(command.text());
      return new Thread(command.text());
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      notes.asked.add(message.type());
      return notes.decision;
    }
  }

  @EventHandler(name = "reader")
  static class Reader {
    private final Notes notes;

    Reader(Notes notes) {
      this.notes = notes;
    }

    @Handle
    void on(PageOpened event, Metadata metadata) {
      notes.handled.add(metadata);
      notes.write("read " + event.page());
    }
  }

  /** The rows, and what a test wants to go wrong. */
  @Component
  public static class Notes {
    /** The metadata of handled messages, in order. */
    public final List<Metadata> handled = new CopyOnWriteArrayList<>();

    /** The types of the messages for which the error method was called. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final JdbcTemplate jdbc;
    private volatile ErrorDecision decision = ErrorDecision.retry();

    Notes(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
      jdbc.execute(
          "create table if not exists desk_note (number bigint generated always as identity, text varchar(200))");
    }

    Written write(String text) {
      calls.add(text);
      actions.getOrDefault(text, () -> {}).run();
      jdbc.update("insert into desk_note (text) values (?)", text);
      int left = failures.getOrDefault(text, 0);
      if (left > 0) {
        failures.put(text, left - 1);
        throw new IllegalStateException("the pen broke at " + text);
      }
      return new Written(text, rows().size());
    }

    /** The rows, in order. */
    public List<String> rows() {
      return jdbc.queryForList("select text from desk_note order by number", String.class);
    }

    /** The calls of handlers, those that were rolled back too. */
    public List<String> calls() {
      return List.copyOf(calls);
    }

    /** The next calls for this text fail. */
    public void fail(String text, int times) {
      failures.put(text, times);
    }

    /** Each call for this text first does this. */
    public void during(String text, Runnable action) {
      actions.put(text, action);
    }

    /** What the error method decides. */
    public void decide(ErrorDecision next) {
      decision = next;
    }

    /** Forgets everything. */
    public void reset() {
      jdbc.update("delete from desk_note");
      handled.clear();
      asked.clear();
      failures.clear();
      actions.clear();
      calls.clear();
      decision = ErrorDecision.retry();
    }
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.EPOCH);
  }
}
