package dev.foliot.test.workflow;

import dev.foliot.workflow.WorkflowInterceptor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Throws in each of its methods. */
public final class ThrowingInterceptor implements WorkflowInterceptor {
  private final Set<String> called = new ConcurrentSkipListSet<>();

  /** The names of the methods that were called. */
  public Set<String> called() {
    return called;
  }

  private <T> T fail(String method) {
    called.add(method);
    throw new IllegalStateException("broken in " + method);
  }

  @Override
  public Object transformInput(InputInfo start, Object input) {
    return fail("transformInput");
  }

  @Override
  public Object transformOutput(OutputInfo info, Object output) {
    return fail("transformOutput");
  }

  @Override
  public Object transformEvent(EventInfo info, Object event) {
    return fail("transformEvent");
  }

  @Override
  public void invocationStart(InvocationInfo invocation) {
    fail("invocationStart");
  }

  @Override
  public void invocationEnd(InvocationInfo invocation) {
    fail("invocationEnd");
  }

  @Override
  public void operationStart(OperationInfo operation) {
    fail("operationStart");
  }

  @Override
  public void operationEnd(OperationInfo operation) {
    fail("operationEnd");
  }

  @Override
  public void attemptStart(AttemptInfo attempt) {
    fail("attemptStart");
  }

  @Override
  public void attemptEnd(AttemptInfo attempt) {
    fail("attemptEnd");
  }

  @Override
  public void functionStart(FunctionInfo function) {
    fail("functionStart");
  }

  @Override
  public void functionEnd(FunctionInfo function) {
    fail("functionEnd");
  }

  @Override
  public void operationsUpdated(UpdateInfo update) {
    fail("operationsUpdated");
  }

  /** The names of all methods of an interceptor. */
  public static String[] methods() {
    return Arrays.stream(WorkflowInterceptor.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .distinct()
        .toArray(String[]::new);
  }
}
