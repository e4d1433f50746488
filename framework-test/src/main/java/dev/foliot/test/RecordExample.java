package dev.foliot.test;

import dev.foliot.message.MessageType;
import dev.foliot.message.UnreadableMessageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Records one example of a type without a file. */
  void record(MessageType type, RecordedFile file) {
    try {
      Object example = given(type.javaType()).orElseGet(() -> Example.of(type.javaType()));
      written(file, example).ifPresent(json -> write(file, Json.pretty(json)));
    } catch (NoExampleException none) {
      problems.add(
          "%s is not recorded: %s. Give one: FoliotEvolution.of(…).example(new %s(…))."
              .formatted(file, none.getMessage(), type.javaType().getSimpleName()));
    }
  }

  private static void write(RecordedFile file, String json) {
    file.write(json);
    LOG.info("Recorded {}: commit it", file.path());
  }

  /**
   * Records the constants of enums and the classes of sealed types that no file has.
   *
   * @param recorded the files of the version
   * @param file the file to write
   */
  void recordVariations(List<RecordedFile> recorded, RecordedFile file, boolean onBuildServer) {
    List<String> missing = new ArrayList<>();
    Set<String> values = new HashSet<>();
    recorded.forEach(each -> each.examples().forEach(json -> values.addAll(Json.values(json))));
    Object first = read(recorded.get(0), recorded.get(0).examples().get(0));
    values.addAll(Json.values(known.json().write(first)));
    for (Object variation : Example.variationsOf(first)) {
      Optional<String> json = written(file, variation);
      if (json.isPresent() && values.addAll(Json.values(json.get()))) {
        missing.add(json.get());
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    if (onBuildServer) {
      problems.add(missing(file));
    } else {
      write(file, "[\n  %s\n]\n".formatted(String.join(",\n  ", missing)));
    }
  }

  static String missing(RecordedFile file) {
    return "%s is missing. Run this test on your machine, where it writes the file, and commit it."
        .formatted(file);
  }

  /** The JSON of an example; empty if it is not read as it is. */
  private Optional<String> written(RecordedFile file, Object example) {
    String name = example.getClass().getSimpleName();
    try {
      String written = known.json().write(example);
      String readAndWritten = known.json().write(read(file, written));
      if (Json.object(readAndWritten).equals(Json.object(written))) {
        return Optional.of(written);
      }
      problems.add(
          "%s is not recorded: %s is stored as %s, but read as %s. Let its JSON hold all that it is made of."
              .formatted(file, name, written, readAndWritten));
    } catch (UnreadableMessageException unreadable) {
      problems.add(
          "%s is not recorded: the stored form of %s cannot be read again: %s."
              .formatted(file, name, unreadable.reason()));
    }
    return Optional.empty();
  }

  private Optional<Object> given(Class<?> type) {
    return given.stream().filter(each -> each.getClass() == type).findFirst();
  }

  private Object read(RecordedFile file, String json) {
    return new ReadRecordedFile(known, problems).stored(file, json).payload();
  }
}
