package dev.foliot.autoconfigure;

import dev.foliot.handler.UpcasterInspection;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcasters;
import dev.foliot.message.Upcasts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds the methods with {@link Upcasts} of all beans, once all beans exist. */
final class DiscoverUpcasters implements Supplier<Upcasters> {
  private final ConfigurableListableBeanFactory beans;
  private final MessageTypes types;
  private volatile @Nullable Upcasters found;

  DiscoverUpcasters(ConfigurableListableBeanFactory beans, MessageTypes types) {
    this.beans = beans;
    this.types = types;
  }

  /** Finds them, and adds the problems (R38). */
  void discover(WiringProblems problems) {
    List<Upcaster> upcasters = new ArrayList<>();
    ApplicationBeans.of(beans)
        .forEach(
            (name, type) -> {
              if (UpcasterInspection.hasUpcasters(type)) {
                upcasters.addAll(UpcasterInspection.inspect(type, beans.getBean(name), problems));
              }
            });
    Upcasters all = new Upcasters(types, upcasters);
    all.problems().forEach(problems::add);
    found = all;
  }

  /**
   * @throws IllegalStateException if the application is still being put together; only messages of
   *     an earlier version need upcasters
   */
  @Override
  public Upcasters get() {
    Upcasters all = found;
    if (all == null) {
      throw new IllegalStateException(
          "A message of an earlier version, or of an unknown type, cannot be read yet: the application's upcasters are known when all beans exist. Read it later, for example in an ApplicationRunner instead of a constructor or @PostConstruct method.");
    }
    return all;
  }
}
