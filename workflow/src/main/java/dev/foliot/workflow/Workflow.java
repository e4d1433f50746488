package dev.foliot.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * Marks a durable workflow. The class is a Spring bean, and its runs are kept in the database.
 *
 * <p>The current code replays a run. So if there are open runs, change the code by {@link
 * WorkflowContext#patched}, or give it a new {@link #version()}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface Workflow {
  /** The name under which runs are stored: by default the simple name of the class. */
  String name() default "";

  /**
   * The version of the code, from 1. A run keeps the version with which it was started. The
   * workflow of that name and version replays it.
   */
  int version() default 1;

  /** How a replay finds the outcome of an operation. */
  Memo memo() default Memo.BY_POSITION;

  /** How a replay finds the outcome of an operation. */
  enum Memo {
    /** By the position in its context; the type and the name must be the same (R52). */
    BY_POSITION,
    /** By the name and the occurrence of the name in its context, so that the order may change. */
    BY_NAME
  }
}
