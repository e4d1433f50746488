package dev.foliot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Probe;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Follows one command on its way, hop by hop, as the table in the README tells it: read this test
 * beside that table.
 */
class LifeOfACommandTests extends ShopTest {
  private static final Pattern HOP = Pattern.compile("^\\| (\\d) \\| (.*?) \\| .*\\|$");
  private static final Pattern LINK = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`]\\(([^)]+)\\)");

  @Test
  void walksTheTableOfTheReadme() throws IOException {
    List<String> atHandler = new ArrayList<>();
    List<String> atCommit = new ArrayList<>();
    List<String> atProjector = new ArrayList<>();

    // 1 to 3: the entry point, the command processor, the application's handler
    domain.process(
        new Probe(
            () -> {
              atHandler.addAll(frames());
              // 4: the unit of work, at the commit
              UnitOfWork.required().lastly(() -> atCommit.addAll(frames()));
              domain.process(new Place("o1", "p1", 1));
              assertThat(domain.viewFor(Board.class).find("o1")).isEmpty();
            }));
    // 5 and 6: the engine, the application's projector
    faults.during("board", "o1", () -> atProjector.addAll(frames()));
    engine().run();

    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("placed");
    assertThat(atHandler).contains(hop(1), hop(2));
    assertThat(atCommit).contains(hop(4));
    assertThat(atProjector).contains(hop(5));
    assertThat(hop(3)).isNotEmpty();
    assertThat(hop(6)).isNotEmpty();
  }

  @Test
  void fewTypesStandBetweenTheFrontDoorAndTheHandler() {
    List<String> atHandler = new ArrayList<>();

    domain.process(new Probe(() -> atHandler.addAll(frames())));

    assertThat(types(atHandler))
        .as("framework types on the stack, the entry point included")
        .hasSizeLessThanOrEqualTo(6)
        .contains("Domain", "CommandProcessor");
  }

  @Test
  void fewTypesStandBetweenTheSegmentAndTheHandler() {
    List<String> atProjector = new ArrayList<>();
    faults.during("board", "o1", () -> atProjector.addAll(frames()));
    domain.process(new Place("o1", "p1", 1));

    engine().run();

    List<String> fromStep = atProjector.subList(0, atProjector.indexOf("Segment.step") + 1);
    assertThat(types(fromStep))
        .as("framework types on the stack, the segment included")
        .hasSizeLessThanOrEqualTo(6)
        .contains("Segment", "DeliverBatch", "TryPart");
    assertThat(fromStep).as("calls from the segment's step to the handler").hasSizeLessThan(20);
  }

  /** The method that the README's table names first at this hop; its link leads to its source. */
  private static String hop(int number) throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Path readme =
        Files.exists(root.resolve("README.md")) ? root.resolve("README.md") : Path.of("README.md");
    for (String line : Files.readAllLines(readme)) {
      Matcher row = HOP.matcher(line);
      if (row.matches() && row.group(1).equals(String.valueOf(number))) {
        List<MatchResult> links = LINK.matcher(row.group(2)).results().toList();
        assertThat(links).as(line).isNotEmpty();
        for (MatchResult link : links) {
          Path source = readme.toAbsolutePath().getParent().resolve(link.group(3));
          assertThat(source).exists();
          assertThat(Files.readString(source)).contains(link.group(2) + "(");
        }
        return links.get(0).group(1) + "." + links.get(0).group(2);
      }
    }
    throw new AssertionError("The README's table has no hop " + number);
  }

  private static List<String> types(List<String> frames) {
    return frames.stream().map(frame -> frame.substring(0, frame.indexOf('.'))).distinct().toList();
  }

  /** The framework's frames on this thread's stack: type and method, innermost first. */
  private static List<String> frames() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().startsWith("dev.foliot."))
                    .filter(frame -> !frame.getClassName().startsWith("dev.foliot.shop."))
                    .filter(frame -> !frame.getClassName().contains("LifeOfACommand"))
                    .map(
                        frame ->
                            frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName())
                    .toList());
  }
}
