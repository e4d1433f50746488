package dev.foliot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;

/**
 * A test with the real engine (Level 3): the application's own wiring and database, with
 * asynchronous event processing, but the engine runs only when the test calls it. The {@link
 * dev.foliot.Engine} bean is in test mode; {@code run()} delivers in the test's thread and moves
 * the {@link TestClock}, so that nothing waits and every run is the same.
 *
 * <p>Each test begins with a clean database and a {@link Flow}, as {@link SyncFlowTest} describes.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@ExtendWith(ResolveFlow.class)
@ResourceLock("dev.foliot.test")
public @interface EngineTest {
  /** As {@link SyncFlowTest#keep()}. */
  String[] keep() default {};

  /**
   * As {@link SpringBootTest#properties()}. Each different set needs its own application context.
   */
  @AliasFor(annotation = SpringBootTest.class)
  String[] properties() default {};

  /** As {@link SpringBootTest#classes()}; by default the application is found. */
  @AliasFor(annotation = SpringBootTest.class)
  Class<?>[] classes() default {};

  /** As {@link SpringBootTest#webEnvironment()}. */
  @AliasFor(annotation = SpringBootTest.class)
  WebEnvironment webEnvironment() default WebEnvironment.MOCK;
}
