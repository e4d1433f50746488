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
 * A test of the whole chain in the test's thread (Level 2): the application's own wiring and
 * database, with {@code foliot.event-processing=sync}, so that all consequences of a command are
 * visible when it returns. A {@link Flow}, as a parameter or autowired, has the story of the test.
 *
 * <p>Each test begins with a clean database: before it, and before its {@code @BeforeEach} methods,
 * the rows of all tables are deleted, except migration history and {@link #keep}. Sequences are not
 * reset. The {@link TestClock} is reset; rows that the application loaded at its start are gone,
 * unless they are kept. Test classes share one application context, and run one after the other. A
 * database that {@code spring.datasource.url} names, in the application's configuration or in
 * {@link #properties}, or that a {@code DataSource} bean of the application connects to, is emptied
 * only if it is in memory or if {@code foliot.test.clean=always}; else the test fails and nothing
 * is deleted.
 *
 * <p>A component scan leaves out the nested classes of a test: import a handler that belongs to the
 * test.
 *
 * <p>Do not make such a test {@code @Transactional}: events are dispatched when their transaction
 * commits, and a test's transaction does not.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@ExtendWith(ResolveFlow.class)
@ResourceLock("dev.foliot.test")
public @interface SyncFlowTest {
  /**
   * Tables that are not cleaned, by name without schema, in upper or lower case; tables that they
   * refer to are kept too. Different tables do not need different application contexts.
   */
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
