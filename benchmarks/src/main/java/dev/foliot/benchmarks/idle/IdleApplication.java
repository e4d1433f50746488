package dev.foliot.benchmarks.idle;

import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.event.EventHandler;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application of the accounts with any number of listeners. */
public final class IdleApplication {
  private IdleApplication() {}

  /** Starts it on a new database; the engine waits to be started. */
  public static ConfigurableApplicationContext start(Database database, int subscriptions) {
    return AccountApplication.start(
        database,
        context -> {
          context.registerBean(CountStatements.class, CountStatements::new);
          for (int i = 0; i < subscriptions; i++) {
            register(context, listener("idle-" + i));
          }
        });
  }

  private static void register(
      GenericApplicationContext context, Class<? extends IdleListener> listener) {
    context.registerBean(listener);
  }

  private static Class<? extends IdleListener> listener(String name) {
    return new ByteBuddy()
        .subclass(IdleListener.class)
        .annotateType(
            AnnotationDescription.Builder.ofType(EventHandler.class).define("name", name).build())
        .make()
        .load(IdleListener.class.getClassLoader())
        .getLoaded();
  }
}
