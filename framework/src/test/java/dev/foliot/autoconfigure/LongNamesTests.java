package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.naming.LongNames;
import dev.foliot.handler.WiringException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Names that cannot be stored as they are, and reserved ones, are refused before anything is stored
 * (R38).
 */
class LongNamesTests {
  @Test
  void listsEveryNameThatIsTooLong() {
    FoliotRunner.empty()
        .withUserConfiguration(LongNames.class)
        .withPropertyValues("foliot.packages=" + LongNames.PACKAGE)
        .run(
            context -> {
              WiringException refused = (WiringException) FoliotRunner.analysis(context).getCause();
              assertThat(refused.problems())
                  .filteredOn(problem -> problem.contains("201 characters, and at most 200"))
                  .extracting(problem -> problem.replaceAll("\\d{200}", "…"))
                  .extracting(problem -> problem.replaceAll(" has 201 .*", ""))
                  .containsExactlyInAnyOrderElementsOf(
                      List.of(
                          "The message name e… of " + named("Happened"),
                          "The message name a… of " + named("Happened"),
                          "The destination name d… of " + named("Happened"),
                          "The category name c… of " + named("Thing"),
                          "The subscription name h… of " + named("Listener"),
                          "The subscription name s… of " + named("Receiver"),
                          "The destination name d… of " + named("Receiver")));
            });
  }

  @Test
  void refusesNamesThatAreFoliotsOwn() {
    FoliotRunner.empty()
        .withUserConfiguration(LongNames.class)
        .withPropertyValues("foliot.packages=" + LongNames.PACKAGE)
        .run(
            context ->
                assertThat(((WiringException) FoliotRunner.analysis(context).getCause()).problems())
                    .contains(
                        "The message name foliot:mine of %s begins with foliot:, as only names of Foliot's own messages do. Give it another name."
                            .formatted(named("Mine"))));
  }

  private static String named(String type) {
    return LongNames.class.getName() + "$" + type;
  }
}
