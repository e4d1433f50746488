package dev.foliot.process;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.RecordedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Makes the handlers of process managers: each is one subscription.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessHandlers {
  private static final Method HANDLE =
      Stream.of(RunProcess.class.getDeclaredMethods())
          .filter(method -> method.getName().equals("handle"))
          .filter(method -> method.getParameterTypes()[1] == RecordedMessage.class)
          .findFirst()
          .orElseThrow();

  private final ProcessParts parts;

  public ProcessHandlers(ProcessParts parts) {
    this.parts = parts;
  }

  /** The handler of a process manager. */
  public HandlerBean handlerOf(ProcessDeclaration declaration) {
    StoredStates states = new StoredStates(declaration, parts.json(), parts.states());
    Instances instances =
        new StoredInstances(
            declaration.name(), states, parts.tables(), parts.timers(), parts.clock());
    return handler(declaration, new RunProcess(declaration, instances, new EffectsOfUnit(parts)));
  }

  private static HandlerBean handler(ProcessDeclaration declaration, RunProcess run) {
    MethodHandle handle = HandlerMethod.open(HANDLE);
    Map<Class<?>, HandlerMethod> methods = new LinkedHashMap<>();
    declaration
        .steps()
        .values()
        .forEach(
            step ->
                methods.put(
                    step.message(),
                    HandlerMethod.calling(
                        handle, step.message(), declaration.type(), step.method())));
    if (declaration.early() == Early.WAIT) {
      methods.put(
          OverdueEarlyEvents.class,
          HandlerMethod.calling(handle, OverdueEarlyEvents.class, declaration.type(), HANDLE));
    }
    return HandlerBean.of(
        declaration.handler(), declaration.type(), run, methods, declaration.correlation());
  }
}
