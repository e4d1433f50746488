package dev.foliot.autoconfigure.composed;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Notes that are written and dropped. */
@Configuration(proxyBeanMethods = false)
@Import({Notes.Write.class, Notes.Listener.class})
public class Notes {
  /** Where its messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.composed";

  /** What the listener was given. */
  public static final List<String> SEEN = new ArrayList<>();

  @Command
  @Retention(RetentionPolicy.RUNTIME)
  @interface Request {}

  @DomainEvent
  @Retention(RetentionPolicy.RUNTIME)
  @interface Fact {}

  @Aggregate
  @Retention(RetentionPolicy.RUNTIME)
  @interface Root {}

  @CommandHandler
  @Retention(RetentionPolicy.RUNTIME)
  @interface UseCase {}

  @EventHandler
  @Retention(RetentionPolicy.RUNTIME)
  @interface Reaction {}

  @Handle
  @Retention(RetentionPolicy.RUNTIME)
  @interface Hear {}

  /** A command. */
  @Request
  public record WriteNote(String id) {}

  @Fact
  record Written(String id) {}

  @Fact
  record Dropped(String id) {}

  @Fact
  record Burnt(String id) {}

  interface Applies<E> {
    @Apply
    void apply(E event);
  }

  @Root
  static class Note extends EventSourcedAggregate implements Applies<Written> {
    private String id = "";

    static Note written(String id) {
      Note note = new Note();
      note.raise(new Written(id));
      note.raise(new Dropped(id));
      note.raise(new Burnt(id));
      return note;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void apply(Written event) {
      id = event.id();
    }

    @Apply
    void on(Dropped event) {}

    @Apply
    void on(Burnt event) {}
  }

  interface Handles<C> {
    @Handle
    void handle(C command);
  }

  @UseCase
  static class Write implements Handles<WriteNote> {
    private final AggregateRepository<Note> notes;

    Write(AggregateRepository<Note> notes) {
      this.notes = notes;
    }

    @Override
    public void handle(WriteNote command) {
      notes.save(Note.written(command.id()));
    }
  }

  interface Audited {
    @Handle
    default void audit(Written event) {
      SEEN.add("interface " + event.id());
    }
  }

  abstract static class Listens<E> {
    @Handle
    void heard(E event) {
      SEEN.add("superclass " + event);
    }
  }

  @Reaction
  static class Listener extends Listens<Dropped> implements Audited {
    @Hear
    void burnt(Burnt event) {
      SEEN.add("composed " + event.id());
    }
  }
}
