package dev.foliot.projection;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.ConsistencyToken;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Lets a view wait for a token before it is read. A proxy passes all other methods on to the view,
 * so that a default method of the interface never hides a method of the view.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WaitingView implements InvocationHandler {
  private final View<?> view;
  private final Class<?> projection;
  private final AwaitProjections waiting;

  private WaitingView(View<?> view, Class<?> projection, AwaitProjections waiting) {
    this.view = view;
    this.projection = projection;
    this.waiting = waiting;
  }

  /** The view, which can wait. */
  @SuppressWarnings("unchecked")
  public static <P> View<P> of(View<P> view, Class<P> projection, AwaitProjections waiting) {
    return (View<P>)
        Proxy.newProxyInstance(
            View.class.getClassLoader(),
            new Class<?>[] {View.class},
            new WaitingView(view, projection, waiting));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (method.getName().equals("after")) {
      waiting.await(
          (ConsistencyToken) Objects.requireNonNull(arguments)[0],
          arguments.length == 1 ? waiting.standardTimeout() : (Duration) arguments[1],
          Set.of(projection));
      return proxy;
    }
    try {
      return method.invoke(view, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
