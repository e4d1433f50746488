package dev.foliot.workflow.run;

import dev.foliot.message.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of a workflow that an event may cancel, some at a time. Each part of them is a
 * range of one index, and each statement reads all parts.
 */
final class ReadCancellable {
  /** The limit of rows per statement, because rows may be large. */
  private static final int AT_ONCE = 500;

  /** The number of digits of a key that identify its property. */
  private static final int PROPERTY = 16;

  private static final int VALUE = 48;

  /** Greater than every hexadecimal digit. */
  private static final String END = "g";

  private final RunTable runs;

  ReadCancellable(RunTable runs) {
    this.runs = runs;
  }

  static String key(String property, Object value) {
    return Sha256.of(property).substring(0, PROPERTY)
        + Sha256.of(property + "=" + value).substring(0, VALUE);
  }

  /** Runs whose keys are a range, after the last one that was read. */
  private sealed interface Part {
    String condition();

    List<String> values();

    Part after(RunRow last);
  }

  private record WithKey(String key, String last) implements Part {
    @Override
    public String condition() {
      return "cancel_key = ? and id > ?";
    }

    @Override
    public List<String> values() {
      return List.of(key, last);
    }

    @Override
    public Part after(RunRow run) {
      return new WithKey(key, run.id());
    }
  }

  private record WithoutKey(String last) implements Part {
    @Override
    public String condition() {
      return "cancel_key is null and id > ?";
    }

    @Override
    public List<String> values() {
      return List.of(last);
    }

    @Override
    public Part after(RunRow run) {
      return new WithoutKey(run.id());
    }
  }

  private record Between(String from, String to, String last) implements Part {
    @Override
    public String condition() {
      return "cancel_key >= ? and cancel_key < ? and (cancel_key > ? or id > ?)";
    }

    @Override
    public List<String> values() {
      return List.of(from, to, from, last);
    }

    @Override
    public Part after(RunRow run) {
      return new Between(Objects.requireNonNull(run.flow().cancelKey()), to, run.id());
    }
  }

  /** A run without a key, or with the key of another property: its value is not known. */
  private static List<Part> parts(@Nullable String key) {
    if (key == null) {
      return List.of(new WithoutKey(""), new Between("", END, ""));
    }
    String property = key.substring(0, PROPERTY);
    return List.of(
        new WithKey(key, ""),
        new WithoutKey(""),
        new Between("", property, ""),
        new Between(property + END, END, ""));
  }

  /**
   * Calls the action for each run, and for some runs twice.
   *
   * @param key null for all runs of the workflow that have not ended
   */
  void forEach(String workflow, @Nullable String key, Consumer<RunRow> action) {
    int statements = readAll(workflow, parts(key), action);
    if (statements > 1) { // a run that continued as new between two of them has lost its key
      readAll(workflow, List.of(new WithoutKey("")), action);
    }
  }

  /** Returns the number of statements. */
  private int readAll(String workflow, List<Part> all, Consumer<RunRow> action) {
    int statements = 0;
    for (List<Part> parts = all; !parts.isEmpty(); statements++) {
      parts = readNext(workflow, parts, action);
    }
    return statements;
  }

  /** Returns the parts that may have more rows. */
  private List<Part> readNext(String workflow, List<Part> parts, Consumer<RunRow> action) {
    int most = AT_ONCE / parts.size();
    List<List<RunRow>> read = read(workflow, parts, most);
    List<Part> rest = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<RunRow> some = read.get(i);
      some.forEach(action);
      if (some.size() == most) {
        rest.add(parts.get(i).after(some.get(most - 1)));
      }
    }
    return rest;
  }

  /** The next rows of each part, in their order. */
  private List<List<RunRow>> read(String workflow, List<Part> parts, int most) {
    String sql =
        IntStream.range(0, parts.size())
            .mapToObj(i -> select(i, parts.get(i), most))
            .collect(Collectors.joining(" union all "));
    Object[] values =
        parts.stream()
            .flatMap(each -> Stream.concat(Stream.of(workflow), each.values().stream()))
            .toArray();
    List<List<RunRow>> read = parts.stream().<List<RunRow>>map(each -> new ArrayList<>()).toList();
    runs.jdbc()
        .query(
            sql,
            row -> {
              read.get(row.getInt("part")).add(RunColumns.read(row, 0));
            },
            values);
    return read;
  }

  private String select(int number, Part part, int most) {
    return """
        (select %s as part, %s from %s
          where workflow = ? and ended_at is null and %s and not cancel_requested
          order by cancel_key, id limit %s)"""
        .formatted(number, RunColumns.NAMES, runs.table(), part.condition(), most);
  }
}
