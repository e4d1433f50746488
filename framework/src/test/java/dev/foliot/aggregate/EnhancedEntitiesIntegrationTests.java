package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.testsupport.EnhancingClassLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.engine.internal.ManagedTypeHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The suite of state-stored aggregates once more, with entities whose bytecode Hibernate has
 * enhanced, as its build plugin does.
 */
class EnhancedEntitiesIntegrationTests {
  private static final ClassLoader ENHANCED =
      new EnhancingClassLoader(EnhancedEntitiesIntegrationTests.class.getClassLoader());

  private static final List<String> SUITE =
      List.of(
          "dev.foliot.aggregate.StateStoredAggregateIntegrationTests",
          "dev.foliot.aggregate.RowAndEventIntegrationTests",
          "dev.foliot.aggregate.MergedEventsIntegrationTests",
          "dev.foliot.aggregate.SoftDeleteIntegrationTests",
          "dev.foliot.aggregate.MappedEntitiesIntegrationTests",
          "dev.foliot.aggregate.GeneratedIdIntegrationTests",
          "dev.foliot.aggregate.ChangedIdIntegrationTests",
          "dev.foliot.unitofwork.UnitOfWorkIntegrationTests");

  @Test
  void entitiesTrackTheirChanges() throws Exception {
    Class<?> order = ENHANCED.loadClass("dev.foliot.testsupport.shop.Order");

    assertThat(ManagedTypeHelper.isSelfDirtinessTrackerType(order)).isTrue();
  }

  @TestFactory
  Stream<DynamicNode> behaveAsPlainOnes() {
    return SUITE.stream().map(EnhancedEntitiesIntegrationTests::suite);
  }

  private static DynamicNode suite(String name) {
    try {
      Class<?> suite = ENHANCED.loadClass(name);
      return DynamicContainer.dynamicContainer(
          suite.getSimpleName(),
          Stream.of(suite.getDeclaredMethods()).flatMap(each -> tests(suite, each)));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<DynamicNode> tests(Class<?> suite, Method method) {
    if (method.isAnnotationPresent(Test.class)) {
      return Stream.of(
          DynamicTest.dynamicTest(method.getName(), enhanced(() -> run(suite, method))));
    }
    if (method.isAnnotationPresent(TestFactory.class)) {
      return Stream.of(
          DynamicTest.dynamicTest(
              method.getName(),
              enhanced(
                  () -> {
                    Stream<?> all = (Stream<?>) call(method, instance(suite));
                    for (Object each : all.toList()) {
                      ((DynamicTest) each).getExecutable().execute();
                    }
                  })));
    }
    return Stream.empty();
  }

  private static void run(Class<?> suite, Method method) throws Throwable {
    Object instance = instance(suite);
    try {
      call(method, instance);
    } finally {
      for (Method each : suite.getDeclaredMethods()) {
        if (each.isAnnotationPresent(AfterEach.class)) {
          call(each, instance);
        }
      }
    }
  }

  private static Object instance(Class<?> suite) throws Exception {
    var constructor = suite.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static Object call(Method method, Object instance) throws Throwable {
    method.setAccessible(true);
    try {
      return method.invoke(instance);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Spring and Hibernate load entities by the thread's class loader. */
  private static Executable enhanced(Executable test) {
    return () -> {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(ENHANCED);
      try {
        test.execute();
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }
}
