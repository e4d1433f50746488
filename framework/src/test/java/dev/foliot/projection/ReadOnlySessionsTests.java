package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

class ReadOnlySessionsTests {
  private static <T> T fake(Class<T> type, InvocationHandler answers) {
    ClassLoader loader = ReadOnlySessionsTests.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, answers));
  }

  @Test
  void failureOfTheReadIsNotHiddenByTheClose() {
    Session lost =
        fake(
            Session.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                throw new IllegalStateException("the connection is lost");
              }
              return null;
            });
    SessionFactory sessions = fake(SessionFactory.class, (proxy, method, arguments) -> lost);
    var entities = fake(EntityManagerFactory.class, (proxy, method, arguments) -> sessions);

    assertThatThrownBy(
            () ->
                new ReadOnlySessions(entities)
                    .read(
                        null,
                        false,
                        session -> {
                          throw new IllegalArgumentException("no such property");
                        }))
        .hasMessage("no such property")
        .hasSuppressedException(new IllegalStateException("the connection is lost"));
  }
}
