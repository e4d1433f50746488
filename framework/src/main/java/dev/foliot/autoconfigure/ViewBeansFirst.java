package dev.foliot.autoconfigure;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.message.Given;
import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import dev.foliot.projection.WaitingView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * A view that the application declares as a bean takes precedence over the view of JPA. The bean is
 * looked up once: a projector may use a view for every event, and the lookup by a generic type
 * takes longer than the read of a row.
 */
final class ViewBeansFirst implements Views {
  static final Views NONE =
      new Views() {
        @Override
        public <P> View<P> of(Class<P> projection) {
          throw Views.unknown(projection);
        }
      };

  private final ListableBeanFactory beans;
  private final Views others;
  private final AwaitProjections waiting;
  private final Map<Class<?>, View<?>> found = new ConcurrentHashMap<>();

  ViewBeansFirst(ListableBeanFactory beans, Views others, AwaitProjections waiting) {
    this.beans = beans;
    this.others = others;
    this.waiting = waiting;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <P> View<P> of(Class<P> projection) {
    View<?> known = found.get(Given.value(projection, "domain.viewFor", "a projection class"));
    if (known == null) {
      known = find(projection); // not within the map: a view may ask for another while it is made
      found.put(projection, known);
    }
    return (View<P>) known;
  }

  private <P> View<P> find(Class<P> projection) {
    ResolvableType type = ResolvableType.forClassWithGenerics(View.class, projection);
    View<P> declared = beans.<View<P>>getBeanProvider(type).getIfAvailable();
    return WaitingView.of(declared != null ? declared : others.of(projection), projection, waiting);
  }
}
