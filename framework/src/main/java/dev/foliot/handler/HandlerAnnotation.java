package dev.foliot.handler;

import java.lang.annotation.Annotation;
import java.util.function.Function;

/**
 * An annotation that makes beans handlers. A module that has one of its own declares it as a Spring
 * bean, with the {@link dev.foliot.message.MessageType}s that its handlers take.
 *
 * @param type the annotation on the class
 * @param declaration reads the annotation of a class
 */
public record HandlerAnnotation(
    Class<? extends Annotation> type, Function<Class<?>, HandlerDeclaration> declaration) {}
