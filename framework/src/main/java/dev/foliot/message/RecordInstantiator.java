package dev.foliot.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedWithParams;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.ClassUtil;

/**
 * Calls the constructor of a record that Jackson has chosen. Jackson adapts the method handle of
 * the constructor to an array of arguments each time it makes a record; this class adapts it once.
 */
final class RecordInstantiator extends StdValueInstantiator {
  private final MethodHandle constructor;

  private RecordInstantiator(StdValueInstantiator chosen, MethodHandle constructor) {
    super(chosen);
    this.constructor = constructor;
  }

  /** Leaves factories and other classes as they are. */
  static JacksonModule module() {
    return new SimpleModule("foliot-records") {
      private static final long serialVersionUID = 1;

      @Override
      public void setupModule(SetupContext context) {
        context.addValueInstantiators(
            new ValueInstantiators.Base() {
              @Override
              public ValueInstantiator modifyValueInstantiator(
                  DeserializationConfig config,
                  BeanDescription.Supplier bean,
                  ValueInstantiator chosen) {
                return of(chosen);
              }
            });
      }
    };
  }

  private static ValueInstantiator of(ValueInstantiator chosen) {
    AnnotatedWithParams creator = chosen.getWithArgsCreator();
    return chosen.getClass() == StdValueInstantiator.class
            && chosen.getValueClass().isRecord()
            && creator != null
            && creator.getAnnotated() instanceof Constructor<?> constructor
        ? of((StdValueInstantiator) chosen, constructor)
        : chosen;
  }

  private static ValueInstantiator of(StdValueInstantiator chosen, Constructor<?> constructor) {
    try {
      MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor).asFixedArity();
      MethodHandle spread =
          handle
              .asType(handle.type().generic())
              .asSpreader(Object[].class, constructor.getParameterCount());
      return new RecordInstantiator(chosen, spread);
    } catch (IllegalAccessException e) {
      return chosen; // a module that is open for Jackson alone
    }
  }

  @Override
  public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (Exception e) {
      return context.handleInstantiationProblem(
          getValueClass(), arguments, rewrapCtorProblem(context, e));
    } catch (Throwable error) {
      throw ClassUtil.sneakyThrow(error);
    }
  }
}
