package dev.foliot.autoconfigure.posting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
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
import dev.foliot.message.Priority;
import dev.foliot.outbox.Subscriber;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.projection.DocumentId;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Indexed;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.projection.Where;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Boxes into which letters are put, and a postman who refuses some of them. */
@Configuration(proxyBeanMethods = false)
@Import({
  Posting.Boxes.class,
  Posting.Postman.class,
  Posting.Recipient.class,
  Posting.InboxProjector.class,
  Posting.Inboxes.class
})
public class Posting {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.posting";

  /** A letter that the postman refuses. */
  public static final String REFUSED = "refused";

  @Command
  public record Post(String boxId, List<String> letters) {}

  @DomainEvent(publish = "letters")
  public record LetterPosted(@DataSubject String boxId, @PersonalData String text) {}

  @Aggregate(snapshotEvery = 2)
  public static final class Box extends EventSourcedAggregate {
    private String boxId = "";
    private int letters;

    @Override
    public String id() {
      return boxId;
    }

    void post(String toBox, String text) {
      raise(new LetterPosted(toBox, text));
    }

    @Apply
    void on(LetterPosted event) {
      boxId = event.boxId();
      letters++;
    }

    /** How many were posted. */
    public int letters() {
      return letters;
    }
  }

  @CommandHandler
  static class Boxes {
    private final AggregateRepository<Box> boxes;

    Boxes(AggregateRepository<Box> boxes) {
      this.boxes = boxes;
    }

    @Handle
    void post(Post command) {
      Box box = boxes.find(command.boxId()).orElseGet(Box::new);
      command.letters().forEach(text -> box.post(command.boxId(), text));
      boxes.save(box);
    }
  }

  /** What has arrived. */
  public abstract static class Pile {
    private final CopyOnWriteArrayList<String> texts = new CopyOnWriteArrayList<>();

    /** A letter comes again when its batch is rolled back. */
    void add(LetterPosted letter) {
      texts.addIfAbsent(letter.boxId() + ": " + letter.text());
    }

    /** In the order of arrival. */
    public List<String> texts() {
      return List.copyOf(texts);
    }
  }

  @EventHandler(name = "postman")
  public static class Postman extends Pile {
    @Handle
    void on(LetterPosted letter) {
      if (letter.text().equals(REFUSED)) {
        throw new IllegalArgumentException("no stamp");
      }
      add(letter);
    }
  }

  @Subscriber(destination = "letters", name = "recipient")
  public static class Recipient extends Pile {
    @Handle
    void on(LetterPosted letter) {
      add(letter);
    }
  }

  /** The letters of a box, as a document. */
  @Projection
  public record Inbox(@DocumentId String boxId, @Indexed int letters, List<String> texts) {
    Inbox with(String text) {
      return new Inbox(boxId, letters + 1, Stream.concat(texts.stream(), Stream.of(text)).toList());
    }
  }

  /** Gives the documents to tests. */
  record Inboxes(DocumentProjection<Inbox> documents) {}

  @Projector(value = Inbox.class, sequencedBy = "boxId")
  static class InboxProjector {
    private final DocumentProjection<Inbox> inboxes;

    InboxProjector(DocumentProjection<Inbox> inboxes) {
      this.inboxes = inboxes;
    }

    @On
    void on(LetterPosted letter) {
      inboxes.upsert(
          letter.boxId(),
          () -> new Inbox(letter.boxId(), 0, List.of()),
          inbox -> inbox.with(letter.text()));
    }
  }

  /**
   * Appends one row and many, reads, loads from a snapshot, delivers in both lanes, holds and
   * discards, relays the outbox, submits a command now and for later, rebuilds a projection,
   * archives nothing and verifies the log.
   */
  public static void useEverything(ApplicationContext context) {
    Domain domain = context.getBean(Domain.class);

    // One row, then many of several streams, of which one waits behind a failure.
    domain.process(new Post("a", List.of("one")));
    domain.process(new Post("a", List.of("two", "three", "four")));
    domain.withPriority(
        Priority.BACKFILL, () -> domain.process(new Post("b", List.of("late", "later"))));
    domain.process(new Post("c", List.of(REFUSED, "behind it")));
    run(context);

    List<String> arrived = context.getBean(Postman.class).texts();
    assertThat(arrived)
        .containsExactlyInAnyOrder(
            "a: one", "a: two", "a: three", "a: four", "b: late", "b: later");
    assertThat(context.getBean(Recipient.class).texts()).hasSize(8).contains("c: " + REFUSED);

    // The failure ends, and what waits behind it goes on.
    var parked = domain.subscriptions().parked("postman", 0, 10);
    assertThat(parked).hasSize(1);
    domain.subscriptions().discard("postman", parked.get(0).messageId(), "no stamp", "ann");
    run(context);

    assertThat(context.getBean(Postman.class).texts()).hasSize(7).contains("c: behind it");
    assertThat(domain.subscriptions().discarded("postman", 0, 10)).hasSize(1);

    // Submitted commands, of which one waits for its time.
    domain.submit(new Post("B", List.of("capital")));
    domain.submit(
        new Post("b", List.of("back\\slash 'quote")), CommandOptions.after(Duration.ofMinutes(3)));
    run(context);

    DocumentProjection<Inbox> inboxes = context.getBean(Inboxes.class).documents();
    assertThat(inboxes.get("b").texts()).containsExactly("late", "later", "back\\slash 'quote");
    assertThat(inboxes.get("B").texts()).containsExactly("capital");

    // A rebuild that puts a damaged row right.
    inboxes.update("a", inbox -> inbox.with("forged"));
    long rebuild = domain.rebuilds().start(Inbox.class).id();
    run(context);

    assertThat(domain.rebuilds().show(rebuild).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(inboxes.get("a").texts()).containsExactly("one", "two", "three", "four");
    assertThat(inboxes.count(Where.property("letters").is(4))).isEqualTo(1);

    // State, snapshots and the log itself.
    assertThat(domain.snapshots().takeAll(Box.class)).isNotNegative();
    assertThat(domain.repositoryFor(Box.class).get("a").letters()).isEqualTo(4);
    assertThat(domain.historyOf(Box.class, "a").entries()).hasSize(4);
    assertThat(domain.verifyLog().problems()).isEmpty();
    assertThat(domain.forget("b")).isTrue();
    assertThat(domain.archive().run().toString()).isNotBlank();
    domain.subscriptions().pause("postman", "holiday");
    assertThat(domain.subscriptions().status("postman").toString()).contains("holiday");
    assertThat(domain.subscriptions().resume("postman")).isTrue();
  }

  private static void run(ApplicationContext context) {
    for (int attempt = 1; attempt <= 5; attempt++) {
      Engine.inTestMode(context.getBean(Domain.class)).run();
      context.getBean(SteppableClock.class).advance(Duration.ofMinutes(1));
    }
  }
}
