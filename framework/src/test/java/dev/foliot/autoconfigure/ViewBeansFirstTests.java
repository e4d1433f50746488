package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

class ViewBeansFirstTests {
  private final AtomicInteger lookups = new AtomicInteger();
  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

  private record Total(long cents) {}

  private static final class Totals implements View<Total> {
    @Override
    public Total get(Object id) {
      return new Total(1);
    }

    @Override
    public Optional<Total> find(Object id) {
      return Optional.empty();
    }

    @Override
    public List<Total> findAll() {
      return List.of();
    }

    @Override
    public long count() {
      return 0;
    }

    @Override
    public boolean exists(Object id) {
      return false;
    }
  }

  @Test
  void takesViewBeanAndLooksItUpOnce() {
    RootBeanDefinition definition = new RootBeanDefinition(Totals.class, this::countedTotals);
    definition.setScope(RootBeanDefinition.SCOPE_PROTOTYPE);
    beans.registerBeanDefinition("totals", definition);
    Views views = new ViewBeansFirst(beans, ViewBeansFirst.NONE, null);

    View<Total> first = views.of(Total.class);
    View<Total> second = views.of(Total.class);

    assertThat(first).isSameAs(second);
    assertThat(first.count()).isEqualTo(new Totals().count());
    assertThat(lookups).hasValue(1);
  }

  private Totals countedTotals() {
    lookups.incrementAndGet();
    return new Totals();
  }

  @Test
  void refusesProjectionWithoutView() {
    Views views = new ViewBeansFirst(beans, ViewBeansFirst.NONE, null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> views.of(Total.class))
        .withMessageContaining(
            "cannot be read: it is neither a JPA entity of the application with @Projection");
  }
}
