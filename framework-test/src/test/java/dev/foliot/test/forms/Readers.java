package dev.foliot.test.forms;

import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Subscriber;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.test.forms.Diary.Closed;
import dev.foliot.test.forms.Diary.Entry;
import dev.foliot.test.forms.Diary.Written;
import java.util.List;

/** Handlers of each form. */
final class Readers {
  private Readers() {}

  @Projection
  record Page(String text) {}

  @Projector(value = Page.class, name = "single")
  static class Single {
    private final Lines lines;

    Single(Lines lines) {
      this.lines = lines;
    }

    @On
    void written(Written event) {
      lines.add("single", event.line());
    }

    @On
    void closed(Closed event, Metadata metadata) {
      lines.add("single", metadata.type());
    }
  }

  @Projector(value = Page.class, name = "placed")
  static class Placed {
    private final Lines lines;

    Placed(Lines lines) {
      this.lines = lines;
    }

    @On
    void written(Written event, RecordedMessage recorded) {
      lines.add("placed", recorded.streamId() + "@" + recorded.streamVersion());
    }
  }

  @Projector(value = Page.class, name = "list")
  static class ListOfOne {
    private final Lines lines;

    ListOfOne(Lines lines) {
      this.lines = lines;
    }

    @On
    void written(List<Written> events) {
      events.forEach(event -> lines.add("list", event.line()));
    }

    @On
    void closed(Closed event) {
      lines.add("list", "closed");
    }
  }

  @Projector(value = Page.class, name = "list-of-supertype", sequencedBy = "diary")
  static class ListOfSupertype {
    private final Lines lines;

    ListOfSupertype(Lines lines) {
      this.lines = lines;
    }

    @On
    void entries(List<Entry> events) {
      events.forEach(event -> lines.add("list-of-supertype", event));
    }
  }

  @Projector(value = Page.class, name = "list-of-recorded")
  static class ListOfRecorded {
    private final Lines lines;

    ListOfRecorded(Lines lines) {
      this.lines = lines;
    }

    @On
    void entries(List<RecordedMessage> events) {
      events.forEach(
          each -> lines.add("list-of-recorded", each.streamId() + "@" + each.streamVersion()));
    }
  }

  @EventHandler(name = "handler", start = StartPosition.BEGINNING)
  static class Handler {
    private final Lines lines;

    Handler(Lines lines) {
      this.lines = lines;
    }

    @Handle
    void written(Written event, RecordedMessage recorded) {
      lines.add("handler", recorded.streamVersion() + event.line());
    }

    @Handle
    void closed(Closed event) {
      lines.add("handler", "closed");
    }
  }

  @Subscriber(value = "readers", name = "subscriber")
  static class Reader {
    private final Lines lines;

    Reader(Lines lines) {
      this.lines = lines;
    }

    @Handle
    void written(Written event) {
      lines.add("subscriber", event.line());
    }
  }
}
