package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.evolved.Evolved;
import dev.foliot.test.evolved.Evolved.Money;
import dev.foliot.test.evolved.Evolved.Priced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R9: each constant of an enum and each class of a sealed type is recorded, and stays readable. */
class RecordedVariationsTests {
  private static final String FIRST =
      "{\"size\":\"SMALL\",\"conditions\":[],\"distances\":{\"MILES\":1}}";

  @TempDir Path files;

  private FoliotEvolution evolution() {
    return FoliotEvolution.of(Evolved.class)
        .example(new Priced(new Money(5)))
        .directory(files)
        .onBuildServer(false);
  }

  private void file(String name, String json) throws IOException {
    Files.createDirectories(files.resolve("event"));
    Files.writeString(files.resolve("event").resolve(name), json);
  }

  private String read(String name) throws IOException {
    return Files.readString(files.resolve("event").resolve(name));
  }

  @Test
  void recordsEachConstantAndPermittedClass() throws IOException {
    evolution().verify();

    assertThat(read("shipped.v1.2.json"))
        .isEqualTo(
            """
            [
              {"size":"LARGE","conditions":[{"@type":"not","condition":{"@type":"near","distance":1,"unit":"MILES"}}],"distances":{"MILES":1}},
              {"size":"SMALL","conditions":[{"@type":"near","distance":1,"unit":"MILES"}],"distances":{"MILES":1}},
              {"size":"SMALL","conditions":[{"@type":"near","distance":1,"unit":"METRES"}],"distances":{"MILES":1}},
              {"size":"SMALL","conditions":[{"@type":"not","condition":{"@type":"near","distance":1,"unit":"MILES"}}],"distances":{"METRES":1}}
            ]
            """);
    assertThatCode(evolution().onBuildServer(true)::verify).doesNotThrowAnyException();
    assertThat(files.resolve("event").resolve("shipped.v1.3.json")).doesNotExist();
  }

  // the recorded example has no conditions, so that the constructor accepts HUGE beside it
  @Test
  void recordsOnlyWhatNoFileHas() throws IOException {
    file("shipped.v1.json", FIRST);
    file("shipped.v1.2.json", "[" + FIRST.replace("SMALL", "LARGE") + "]");
    evolution().verify();

    assertThat(read("shipped.v1.3.json"))
        .contains("HUGE", "near", "METRES")
        .doesNotContain("LARGE");
    assertThat(read("shipped.v1.json")).isEqualTo(FIRST);
  }

  @Test
  void demandsTheFileOnABuildServer() throws IOException {
    file("shipped.v1.json", FIRST);
    file("priced.v1.json", "{\"total\":{\"cents\":5}}");

    assertThatThrownBy(evolution().onBuildServer(true)::verify)
        .hasMessage(
            """
            The evolution of the messages has 1 problem:
             - event/shipped.v1.2.json is missing. Run this test on your machine, where it writes the file, and commit it.""");
    assertThat(files.resolve("event").resolve("shipped.v1.2.json")).doesNotExist();
  }

  @Test
  void namesAConstantThatIsGone() throws IOException {
    file("shipped.v1.json", FIRST);
    file("shipped.v1.2.json", "[%s, %s]".formatted(FIRST, FIRST.replace("SMALL", "TINY")));

    assertThatThrownBy(evolution()::verify)
        .hasMessageStartingWith(
            """
            The evolution of the messages has 1 problem:
             - event/shipped.v1.2.json is not read any more as Shipped (shipped version 1): field size: Cannot deserialize value of type""")
        .hasMessageContaining("TINY");
  }

  @Test
  void reportsAProblemOfAVersionOnce() throws IOException {
    file("shipped.v1.json", "{}");
    file("shipped.v1.2.json", "[{}, {}]");

    assertThatThrownBy(evolution()::verify)
        .hasMessageStartingWith(
            """
            The evolution of the messages has 1 problem:
             - event/shipped.v1.json is not read any more""");
  }
}
