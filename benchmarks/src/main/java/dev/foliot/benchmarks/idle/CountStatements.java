package dev.foliot.benchmarks.idle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the statements that go through the application's data source. */
public final class CountStatements implements BeanPostProcessor {
  private final AtomicLong executed = new AtomicLong();

  /** So many until now. */
  public long executed() {
    return executed.get();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource dataSource ? new Counting(dataSource) : bean;
  }

  private final class Counting extends DelegatingDataSource {
    Counting(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      return counting(Connection.class, super.getConnection());
    }
  }

  private <T> T counting(Class<T> type, T target) {
    InvocationHandler handler = (proxy, method, arguments) -> call(target, method, arguments);
    Object proxy =
        Proxy.newProxyInstance(
            CountStatements.class.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }

  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (target instanceof Statement && method.getName().startsWith("execute")) {
      executed.incrementAndGet();
    }
    try {
      Object result = method.invoke(target, arguments);
      boolean statement = Statement.class.isAssignableFrom(method.getReturnType());
      return result != null && statement ? wrap(method.getReturnType(), result) : result;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private <T> T wrap(Class<T> type, Object statement) {
    return counting(type, type.cast(statement));
  }
}
