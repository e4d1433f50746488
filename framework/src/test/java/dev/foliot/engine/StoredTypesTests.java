package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestMetadata;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredTypesTests {
  private final AtomicInteger lookups = new AtomicInteger();
  private Set<String> stored = Set.of("a", "b");
  private final StoredTypes types =
      new StoredTypes(
          () -> {
            lookups.incrementAndGet();
            return stored;
          });

  @Test
  void knowsWhatIsStoredAfterOneLookup() {
    assertThat(types.without(Set.of("b", "z"))).containsExactly("a");
    assertThat(types.without(Set.of())).containsExactlyInAnyOrder("a", "b");

    assertThat(types.count()).isEqualTo(2);
    assertThat(lookups).hasValue(1);
  }

  @Test // R27: a type that a newer version of the application writes later
  void learnsWhatTheTailReads() {
    types.count();

    types.add(List.of(message("c")));

    assertThat(types.without(Set.of("a", "b"))).containsExactly("c");
  }

  @Test
  void looksAgainWhenTheTailSkipped() {
    types.count();
    stored = Set.of("a", "b", "skipped");

    types.forget();

    assertThat(types.without(Set.of("a", "b"))).containsExactly("skipped");
    assertThat(lookups).hasValue(2);
  }

  private static RecordedMessage message(String type) {
    Metadata metadata = TestMetadata.of(UUID.randomUUID(), type);
    return new RecordedMessage(
        1, MessageKind.EVENT, "x", "y", 1, Lane.PRIMARY, false, metadata, "{}", each -> each);
  }
}
