package dev.foliot.workflow.replay;

import dev.foliot.failure.ReadableError;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MissingComponentException;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.WorkflowInterceptor.EventInfo;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.WorkflowInterceptor.OutputInfo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The interceptors of an application, in their order. They transform values before these are
 * stored: each one gets the value of the one before it. A value that cannot be used is ignored, as
 * if its interceptor had returned the value that it got.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Interceptors {
  /** No interceptors. */
  public static final Interceptors NONE = new Interceptors(List.of());

  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<WorkflowInterceptor> all;
  private final Apart apart;

  /** Runs a call of an interceptor outside of the transaction of this thread. */
  @FunctionalInterface
  public interface Apart {
    void run(Runnable call);
  }

  /** Creates interceptors that are called where no transaction is open. */
  public Interceptors(List<WorkflowInterceptor> all) {
    this(all, Runnable::run);
  }

  public Interceptors(List<WorkflowInterceptor> all, Apart apart) {
    this.all = List.copyOf(all);
    this.apart = apart;
  }

  List<WorkflowInterceptor> all() {
    return all;
  }

  /**
   * Transforms the input of a run.
   *
   * @param type the type that the code reads; null if it is not known here
   * @throws DataAccessException if the database is unavailable, as for a key of personal data
   */
  public @Nullable Object input(
      InputInfo info, @Nullable Object input, PayloadCodec codec, @Nullable Type type) {
    return transform(
        "transformInput",
        input,
        (each, value) -> each.transformInput(info, value),
        new Stored(codec, type, true));
  }

  /** Transforms the result of a step or of a run. */
  @Nullable Object output(
      OutputInfo info, @Nullable Object output, PayloadCodec codec, @Nullable Type type) {
    return transform(
        "transformOutput",
        output,
        (each, value) -> each.transformOutput(info, value),
        new Stored(codec, type, info.step() == null));
  }

  /**
   * Transforms an event.
   *
   * @throws DataAccessException if the database is unavailable, as for a key of personal data
   */
  public Object event(EventInfo info, Object event, PayloadCodec codec) {
    return Objects.requireNonNull(
        transform(
            "transformEvent",
            event,
            (each, value) -> each.transformEvent(info, Objects.requireNonNull(value)),
            new Stored(codec, event.getClass(), true)));
  }

  private @Nullable Object transform(
      String hook,
      @Nullable Object given,
      BiFunction<WorkflowInterceptor, @Nullable Object, @Nullable Object> call,
      Stored stored) {
    Object current = given;
    for (WorkflowInterceptor each : all) {
      try {
        Object next = callApart(each, current, call);
        if (next != current) {
          checkKind(current, next);
          stored.check(current, next);
          current = next;
        }
      } catch (Throwable e) {
        throwOutage(e);
        LOG.warn(
            "Interceptor {} has failed in {}; the value stays as it was.",
            each.getClass().getName(),
            hook,
            ReadableError.of(e, RedactedText.hiding(current)));
      }
    }
    return current;
  }

  private @Nullable Object callApart(
      WorkflowInterceptor interceptor,
      @Nullable Object value,
      BiFunction<WorkflowInterceptor, @Nullable Object, @Nullable Object> call) {
    @Nullable Object[] next = new Object[1];
    apart.run(() -> next[0] = call.apply(interceptor, value));
    return next[0];
  }

  /** If Foliot's own check finds the database unavailable, the value may be usable later. */
  private static void throwOutage(Throwable e) {
    if (e instanceof UnusableValueException unusable && unusable.outage().isPresent()) {
      throw unusable.outage().get();
    }
  }

  private static void checkKind(@Nullable Object before, @Nullable Object next) {
    boolean isSameKind =
        before != null
            && next != null
            && (before.getClass() == next.getClass()
                || (before instanceof List && next instanceof List)
                || (before instanceof Map && next instanceof Map));
    if (!isSameKind) {
      throw new IllegalArgumentException(
          "It returned %s for %s. Return a value of the same class."
              .formatted(nameOfClass(next), nameOfClass(before)));
    }
  }

  private static String nameOfClass(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  /**
   * The form in which a value is stored.
   *
   * @param codec writes and reads it
   * @param type the type that the code reads; null if it is not known
   * @param refused whether a value that would come back changed is refused later
   */
  private record Stored(PayloadCodec codec, @Nullable Type type, boolean refused) {
    private static final String NAME = "The transformed value";

    /** Checks that the code can use the transformed value in place of the other one. */
    void check(@Nullable Object before, @Nullable Object next) {
      String written = UnusableValueException.write(codec, next, NAME);
      if (type != null) {
        Object read = UnusableValueException.read(codec, written, type, NAME);
        Optional<String> problem = refused ? problem(next, read) : Optional.empty();
        if (problem.isPresent() && isUsable(before, type)) {
          throw new IllegalArgumentException(
              "Its value cannot be stored: %s. Return a value that is the same when it is read."
                  .formatted(problem.get()));
        }
      }
    }

    private boolean isUsable(@Nullable Object before, Type type) {
      try {
        String written = codec.write(before);
        return problem(before, codec.read(written, type)).isEmpty();
      } catch (DataAccessException | TransactionException outage) {
        throw outage;
      } catch (Exception unusable) {
        return false;
      }
    }

    private static Optional<String> problem(@Nullable Object value, @Nullable Object read) {
      if (value == null || read == null) {
        return Optional.empty();
      }
      try {
        CompleteMessage.require(value);
        return MessageJson.changeWithoutKeys(value, read);
      } catch (MissingComponentException e) {
        return Optional.of("its component %s is null".formatted(e.component()));
      }
    }
  }
}
