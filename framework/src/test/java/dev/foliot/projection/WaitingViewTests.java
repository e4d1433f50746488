package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingViewTests {
  private final View<String> view = WaitingView.of(new Texts(), String.class, null);

  private static final class Texts implements View<String> {
    @Override
    public String get(Object id) {
      throw new ProjectionNotFoundException(String.class, id);
    }

    @Override
    public Optional<String> find(Object id) {
      return Optional.of("text of " + id);
    }

    @Override
    public List<String> findAll() {
      return List.of("a", "b");
    }

    @Override
    public long count() {
      return 2;
    }

    @Override
    public boolean exists(Object id) {
      return true;
    }

    @Override
    public Duration staleness() {
      return Duration.ofSeconds(3);
    }

    @Override
    public String toString() {
      return "texts";
    }
  }

  @Test
  void passesMethodsOn() {
    assertThat(view.find(7)).contains("text of 7");
    assertThat(view.findAll()).containsExactly("a", "b");
    assertThat(view.count()).isEqualTo(2);
    assertThat(view.exists(1)).isTrue();
    assertThat(view).hasToString("texts");
  }

  @Test
  void defaultMethodOfTheInterfaceHidesNothing() {
    assertThat(view.staleness()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void exceptionsComeAsTheyAre() {
    assertThatThrownBy(() -> view.get(1))
        .isExactlyInstanceOf(ProjectionNotFoundException.class)
        .hasMessageStartingWith("There is no String with id 1.");
    assertThatThrownBy(() -> view.insert("c"))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
  }
}
