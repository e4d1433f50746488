package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.autoconfigure.billing.RunBilling;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An application that has nothing but {@code spring-boot-starter-jdbc} and a driver. */
class WithoutOptionalLibrariesTests {
  private static final List<String> OPTIONAL =
      List.of(
          "persistence-api",
          "hibernate",
          "spring-orm",
          "spring-security",
          "spring-web",
          "spring-data",
          "spring-boot-jpa",
          "validation",
          "micrometer",
          "brave",
          "spring-boot-health",
          "postgresql-",
          "spring-boot-actuator");

  @Test
  @SuppressWarnings("unchecked")
  void works() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader plain =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(plain);

      var run =
          (Supplier<String>)
              plain.loadClass(RunBilling.class.getName()).getDeclaredConstructor().newInstance();

      assertThat(run.get()).isEqualTo("a 5");
      assertThatThrownBy(() -> plain.loadClass("jakarta.persistence.EntityManager"))
          .isInstanceOf(ClassNotFoundException.class);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      if (OPTIONAL.stream().noneMatch(name::contains)) {
        urls.add(path.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
