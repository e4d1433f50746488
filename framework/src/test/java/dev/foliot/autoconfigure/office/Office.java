package dev.foliot.autoconfigure.office;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.message.Metadata;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;

/** Documents that are approved and filed, and a diary in which tests read what happened. */
@Configuration(proxyBeanMethods = false)
@Import({Office.Desk.class, Office.Filing.class, Office.Bundling.class})
public class Office {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.office";

  @Command
  public record Approve(String documentId) {}

  /** Only for clerks, with method security. */
  @Command
  public record Shred(String documentId) {}

  @DomainEvent
  public record Approved(String documentId) {}

  @Aggregate
  public static final class Document extends EventSourcedAggregate {
    private String documentId = "";

    @Override
    public String id() {
      return documentId;
    }

    static Document approved(String documentId) {
      Document document = new Document();
      document.raise(new Approved(documentId));
      return document;
    }

    @Apply
    void on(Approved event) {
      documentId = event.documentId();
    }
  }

  /** Keeps what handlers and interceptors do, and throws what a test wants. */
  public static final class Diary {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private @Nullable RuntimeException failure;
    private int failures;

    /** Writes a line. */
    public void write(String line) {
      lines.add(line);
    }

    /** The next calls of the handlers throw. */
    public void fail(int times, RuntimeException with) {
      failures = times;
      failure = with;
    }

    private void handling(String line) {
      write(line);
      if (failures-- > 0 && failure != null) {
        throw failure;
      }
    }

    /** The lines so far. */
    public List<String> lines() {
      return List.copyOf(lines);
    }
  }

  @Bean
  Diary diary() {
    return new Diary();
  }

  @CommandHandler
  public static class Desk {
    private final AggregateRepository<Document> documents;
    private final Diary diary;

    Desk(AggregateRepository<Document> documents, Diary diary) {
      this.documents = documents;
      this.diary = diary;
    }

    @Handle
    String approve(Approve command) {
      documents.save(Document.approved(command.documentId()));
      diary.handling("approve " + command.documentId());
      return command.documentId();
    }

    // docs: guarded
    @Handle
    @PreAuthorize("hasRole('CLERK')")
    String shred(Shred command) {
      diary.write("shredded " + command.documentId());
      return command.documentId();
    }

    // docs: end
  }

  @EventHandler(name = "filing")
  public static class Filing {
    private final Diary diary;

    Filing(Diary diary) {
      this.diary = diary;
    }

    @Handle
    void on(Approved event, Metadata metadata) {
      diary.handling("file " + event.documentId() + " for " + metadata.user());
    }
  }

  /**
   * Documents in one batch.
   *
   * @param count how many
   */
  @Projection
  public record Bundle(int count) {}

  /**
   * Another read model.
   *
   * @param count how many
   */
  @Projection
  public record Count(int count) {}

  @Projector(value = Bundle.class, sequencedBy = "documentId")
  public static class Bundling {
    private final Diary diary;

    Bundling(Diary diary) {
      this.diary = diary;
    }

    @On
    void on(List<Approved> events) {
      diary.handling("bundle " + events.size());
    }
  }
}
