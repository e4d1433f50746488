package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/** A view of the application's own that has the abstract methods alone. */
class ViewTests {
  private record Total(String id, long cents) {}

  private static final class Totals implements View<Total> {
    private final Total only = new Total("t1", 7);

    @Override
    public Total get(Object id) {
      return find(id).orElseThrow(() -> new ProjectionNotFoundException(Total.class, id));
    }

    @Override
    public Optional<Total> find(Object id) {
      return Optional.of(only).filter(total -> total.id().equals(id));
    }

    @Override
    public List<Total> findAll() {
      return List.of(only);
    }

    @Override
    public long count() {
      return 1;
    }

    @Override
    public boolean exists(Object id) {
      return find(id).isPresent();
    }
  }

  private final View<Total> totals = new Totals();

  @Test
  void readsWithoutAnOrder() {
    assertThat(totals.findAll(Sort.unsorted())).containsExactly(new Total("t1", 7));
    assertThat(totals.findAll(Pageable.unpaged())).containsExactly(new Total("t1", 7));
  }

  @Test
  void refusesMethodsThatItDoesNotImplement() {
    Example<Total> example = Example.of(new Total("t1", 7));

    refused(() -> totals.findAll(Sort.by("id")), "findAll(Sort)");
    refused(() -> totals.findAll(Pageable.unpaged(Sort.by("id"))), "findAll(Sort)");
    refused(() -> totals.findAll(PageRequest.of(0, 1)), "findAll(Pageable)");
    refused(() -> totals.findOne(example), "findOne(Example)");
    refused(() -> totals.findAll(example), "findAll(Example, Sort)");
    refused(() -> totals.findAll(example, PageRequest.of(0, 1)), "findAll(Example, Pageable)");
    refused(() -> totals.exists(example), "count(Example)");
    refused(totals::stream, "stream(Sort)");
  }

  private static void refused(ThrowingCallable reading, String method) {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(reading)
        .withMessage(
            "dev.foliot.projection.ViewTests$Totals does not implement %s. Implement the method there."
                .formatted(method));
  }
}
