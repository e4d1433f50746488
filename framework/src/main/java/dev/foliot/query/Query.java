package dev.foliot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that requests information from the application. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {
  /** The stable name (R8); by default the simple class name. Unique among queries. */
  String name() default "";

  /** The schema version, from 1. */
  int version() default 1;
}
