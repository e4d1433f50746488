package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a scope is not named again
class CurrentMessageTests {
  private final Metadata message =
      new Metadata(
          new UUID(7, 7),
          "c",
          null,
          Priority.LOW,
          Instant.EPOCH,
          "placed",
          1,
          null,
          null,
          Map.of());

  @Test
  void withPriorityNestsAndIsRestored() {
    try (var outer = CurrentMessage.withPriority(Priority.LOW)) {
      try (var inner = CurrentMessage.withPriority(Priority.HIGH)) {
        assertThat(CurrentMessage.requestedPriority()).isEqualTo(Priority.HIGH);
      }
      assertThat(CurrentMessage.requestedPriority()).isEqualTo(Priority.LOW);
    }
    assertThat(CurrentMessage.requestedPriority()).isNull();
  }

  @Test
  void isRestoredAfterAnException() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (var scope = CurrentMessage.withPriority(Priority.HIGH)) {
                throw new IllegalStateException();
              }
            });

    assertThat(CurrentMessage.requestedPriority()).isNull();
  }

  @Test
  void isNotSeenByAnotherThread() {
    try (var scope = CurrentMessage.withPriority(Priority.HIGH);
        var handling = CurrentMessage.handling(message)) {
      CompletableFuture<Boolean> elsewhere =
          CompletableFuture.supplyAsync(
              () -> CurrentMessage.requestedPriority() == null && CurrentMessage.get() == null);

      assertThat(elsewhere.join()).isTrue();
    }
  }

  @Test
  void aMessageBeginsWithoutTheRequestOfWhoHandsItOut() {
    try (var scope = CurrentMessage.withPriority(Priority.HIGH);
        var handling = CurrentMessage.handling(message)) {
      assertThat(CurrentMessage.get()).isEqualTo(message);
      assertThat(CurrentMessage.requestedPriority()).isNull();
      try (var inner = CurrentMessage.withPriority(Priority.CRITICAL)) {
        assertThat(CurrentMessage.get()).isEqualTo(message);
      }
    }
    assertThat(CurrentMessage.get()).isNull();
  }
}
