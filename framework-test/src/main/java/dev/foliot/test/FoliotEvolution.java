package dev.foliot.test;

import dev.foliot.message.MessageType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all stored messages readable. For each event and command it records one example for each
 * version, as a JSON file in the test resources, and a second file with each further constant of an
 * enum and each further class of a sealed type. It reads all of these files with the current
 * classes and upcasters. The test fails with a remedy if a recorded file cannot be read any more,
 * if its name has no type, alias or upcaster, or if it has a value that the current class would
 * silently drop. It needs no Spring and no database, and takes milliseconds.
 *
 * <pre>{@code
 * class EvolutionTests {
 *   @Test
 *   void readsEverythingThatWasEverStored() {
 *     FoliotEvolution.of(ShopApplication.class).verify();
 *   }
 * }
 * }</pre>
 *
 * <p>A file that is missing for a message's current version is written: commit it. On a build
 * server, where the environment variable {@code CI} is set, it is a failure instead.
 */
public final class FoliotEvolution {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private final List<String> packages;
  private final List<Object> upcasters = new ArrayList<>();
  private final List<Object> examples = new ArrayList<>();
  private @Nullable Path directory;
  private boolean onBuildServer = isSet(System.getenv("CI"));

  private FoliotEvolution(List<String> packages) {
    this.packages = packages;
  }

  /** The messages in the package of a class, usually the class of the application, and below. */
  public static FoliotEvolution of(Class<?> application) {
    return of(application.getPackageName());
  }

  /** The messages in these packages, and below. */
  public static FoliotEvolution of(String... packages) {
    FoliotEvolution evolution = new FoliotEvolution(List.of(packages));
    UnfinishedChains.begin(
        evolution,
        () ->
            new AssertionError(
                "FoliotEvolution.of(%s) was prepared, but has read nothing. End it with verify()."
                    .formatted(String.join(", ", packages))));
    return evolution;
  }

  private static boolean isSet(@Nullable String variable) {
    return variable != null && !variable.isBlank() && !variable.equals("false");
  }

  /**
   * Beans with {@link dev.foliot.message.Upcasts} methods. Components in the packages that have a
   * constructor without parameters are found without this.
   */
  public FoliotEvolution upcasters(Object... beans) {
    upcasters.addAll(List.of(beans));
    return this;
  }

  /**
   * Records these messages instead of the generated examples of their types. Use it if a
   * constructor refuses the generated example, or if that example is not typical. One message of a
   * type.
   */
  public FoliotEvolution example(Object... messages) {
    examples.addAll(List.of(messages));
    return this;
  }

  /** Sets the directory of the files; by default {@code src/test/resources/foliot/evolution}. */
  public FoliotEvolution directory(Path files) {
    directory = files;
    return this;
  }

  FoliotEvolution onBuildServer(boolean yes) {
    onBuildServer = yes;
    return this;
  }

  /**
   * Reads all files, and records missing ones.
   *
   * @throws AssertionError with all problems and their remedies
   */
  public void verify() {
    UnfinishedChains.end(this);

    // 1. the messages that the application reads now
    Problems problems = new Problems();
    KnownMessages known = KnownMessages.in(packages, upcasters, problems);
    problems.throwIfAny();

    // 2. the recorded files
    RecordedFiles files = RecordedFiles.in(directory != null ? directory : standardDirectory());
    List<RecordedFile> recorded = files.list(problems);
    ReadRecordedFile read = new ReadRecordedFile(known, problems);
    recorded.forEach(read::verify);

    // 3. the messages without a file
    RecordExample record = new RecordExample(known, examples, problems);
    record.checkGiven();
    for (MessageType type : known.types().all()) {
      RecordedFile file = files.of(type);
      if (recorded.stream().noneMatch(file::isSameAs)) {
        if (onBuildServer) {
          problems.add(RecordExample.missing(file));
        } else {
          record.record(type, file);
        }
      }
    }
    problems.throwIfAny();

    // 4. other constants of enums and classes of sealed types
    List<RecordedFile> complete = files.list(problems);
    for (MessageType type : known.types().all()) {
      List<RecordedFile> own = complete.stream().filter(files.of(type)::isSameAs).toList();
      RecordedFile next = files.of(type, own.get(own.size() - 1).number() + 1);
      record.recordVariations(own, next, onBuildServer);
    }
    problems.throwIfAny();
  }

  private static Path standardDirectory() {
    if (Stream.of(RESOURCES, RESOURCES.getParent())
        .noneMatch(each -> each.toFile().isDirectory())) {
      throw new AssertionError(
          "There is no folder %s in %s. Run the test in the folder of its module, or set the folder: FoliotEvolution.of(…).directory(…)."
              .formatted(RESOURCES, Path.of("").toAbsolutePath()));
    }
    return RESOURCES.resolve("foliot").resolve("evolution");
  }

  /** Everything that is wrong. */
  static final class Problems {
    private final List<String> all = new ArrayList<>();

    void add(String problem) {
      all.add(problem);
    }

    void throwIfAny() {
      if (!all.isEmpty()) {
        throw new AssertionError(
            "The evolution of the messages has %s problem%s:\n - %s"
                .formatted(all.size(), all.size() == 1 ? "" : "s", String.join("\n - ", all)));
      }
    }
  }
}
