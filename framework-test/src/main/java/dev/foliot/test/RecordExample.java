package dev.foliot.test;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageType;
import dev.foliot.message.UnreadableMessageException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the file of a type's current version. */
final class RecordExample {
  private static final Logger LOG = LoggerFactory.getLogger(RecordExample.class);

  private final KnownMessages known;
  private final List<Object> given;
  private final FoliotEvolution.Problems problems;

  RecordExample(KnownMessages known, List<Object> given, FoliotEvolution.Problems problems) {
    this.known = known;
    this.given = given;
    this.problems = problems;
  }

  /** Finds the examples that no type uses. */
  void checkGiven() {
    for (Object each : given) {
      Class<?> type = each.getClass();
      if (known.types().all().stream().noneMatch(message -> message.javaType() == type)) {
        problems.add(
            "example(…) has a %s, which is no @Command and no @DomainEvent in the packages of FoliotEvolution.of(…)."
                .formatted(type.getName()));
      } else if (given(type).orElseThrow() != each) {
        problems.add(
            "example(…) has several examples of %s. One is recorded: give one."
                .formatted(type.getName()));
      }
    }
  }

  void record(MessageType type, RecordedFile file) {
    try {
      Object example = given(type.javaType()).orElseGet(() -> Example.of(type.javaType()));
      MessageJson json = known.json();
      String written = json.write(example);
      String readAndWritten = json.write(read(file, written));
      if (!Json.object(readAndWritten).equals(Json.object(written))) {
        problems.add(
            "%s is not recorded: %s is stored as %s, but read as %s. Let its JSON hold all that it is made of."
                .formatted(file, type.javaType().getSimpleName(), written, readAndWritten));
        return;
      }
      file.write(Json.pretty(written));
      LOG.info("Recorded {}: commit it", file.path());
    } catch (NoExampleException none) {
      problems.add(
          "%s is not recorded: %s. Give one: FoliotEvolution.of(…).example(new %s(…))."
              .formatted(file, none.getMessage(), type.javaType().getSimpleName()));
    } catch (UnreadableMessageException unreadable) {
      problems.add(
          "%s is not recorded: the stored form of %s cannot be read again: %s."
              .formatted(file, type.javaType().getSimpleName(), unreadable.reason()));
    }
  }

  private Optional<Object> given(Class<?> type) {
    return given.stream().filter(each -> each.getClass() == type).findFirst();
  }

  private Object read(RecordedFile file, String json) {
    return new ReadRecordedFile(known, problems).stored(file, json).payload();
  }
}
