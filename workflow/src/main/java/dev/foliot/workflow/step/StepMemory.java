package dev.foliot.workflow.step;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;

/**
 * The memory that the steps of a run share: its state, and the events that they collect. It is kept
 * as JSON, so that everything in it can be stored at any time. Safe for use by several threads.
 */
final class StepMemory {
  private final PayloadCodec codec;
  private final Type type;
  private final CollectedEvents collected;
  private String state;
  private boolean changing;
  private boolean changed;

  StepMemory(StepGraph graph, PayloadCodec codec) {
    this.codec = codec;
    this.type = graph.stateType();
    this.collected = new CollectedEvents(graph, codec);
    this.state = beginning();
  }

  /** Whether a state of the class can begin without a value. */
  static boolean canBegin(Class<?> state) {
    return state == Map.class || constructor(state).isPresent();
  }

  private static Optional<Constructor<?>> constructor(Class<?> state) {
    try {
      return Optional.of(state.getDeclaredConstructor());
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private String beginning() {
    Class<?> raw = ResolvableType.forType(type).toClass();
    if (raw == Map.class) {
      return codec.write(Map.of());
    }
    Constructor<?> constructor = constructor(raw).orElseThrow();
    ReflectionUtils.makeAccessible(constructor);
    return codec.write(BeanUtils.instantiateClass(constructor));
  }

  // ---- the state

  synchronized Object state() {
    return Objects.requireNonNull(codec.read(state, type));
  }

  synchronized Object edit(UnaryOperator<Object> change) {
    if (changing) {
      throw new IllegalStateException(
          "An edit of the state called another edit. Return the whole change from the first edit.");
    }
    changing = true;
    try {
      Object next = change.apply(state());
      Objects.requireNonNull(next, "An edit returns the new state, not null");
      keep(written(next));
      return state();
    } finally {
      changing = false;
    }
  }

  private String written(Object next) {
    String json;
    Object read;
    try {
      json = codec.write(next);
      read = Objects.requireNonNull(codec.read(json, type));
    } catch (DataAccessException | TransactionException outage) {
      throw outage;
    } catch (RuntimeException e) {
      throw new UnstorableStateException(MessageJson.describeWithoutValues(e), e);
    }
    MessageJson.changeInReadBack("state", next, read)
        .ifPresent(
            change -> {
              throw new UnstorableStateException(change);
            });
    return json;
  }

  private void keep(String next) {
    changed |= !next.equals(state);
    state = next;
  }

  synchronized <T> Optional<T> get(String path, Class<T> wanted) {
    JsonNode found = StatePath.of(path).in(tree(state));
    return found.isMissingNode() || found.isNull()
        ? Optional.empty()
        : Optional.ofNullable(cast(codec.read(found.toString(), wanted)));
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // as it was read
  private static <T> T cast(@Nullable Object value) {
    return (T) value;
  }

  private JsonNode tree(String json) {
    return Objects.requireNonNull((JsonNode) codec.read(json, JsonNode.class));
  }

  synchronized void set(String path, @Nullable Object value) {
    StatePath place = StatePath.of(path);
    place.checkStorable(value);
    JsonNode next = tree(state);
    try {
      place.put(next, tree(codec.write(value)));
      String json = codec.write(codec.read(codec.write(next), type));
      place.check(tree(json), next);
      keep(json);
    } catch (UnstorableStateException | DataAccessException | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnstorableStateException(path + ": " + MessageJson.describeWithoutValues(e), e);
    }
  }

  // ---- collected events

  synchronized @Nullable List<Object> collect(
      Execution execution, Object event, List<Class<?>> types) {
    changed = true;
    return collected.collect(execution, event, types);
  }

  /** A step has ended for good. */
  synchronized void ended(Execution execution) {
    changed |= collected.remove(execution);
  }

  // ---- the journal

  /** Reads what {@link #write} has written. */
  synchronized void read(String json) {
    state = stateIn(json);
    collected.read(EventJson.parse(json).path("collected"));
  }

  /** The state and the events as stored; empty if nothing has changed since. */
  synchronized Optional<String> write() {
    if (!changed) {
      return Optional.empty();
    }
    changed = false;
    return Optional.of(json(state, collected.write()));
  }

  private static String json(String state, String collected) {
    return "{\"state\":%s,\"collected\":%s}".formatted(state, collected);
  }

  /** A state without collected events, as stored. */
  static String withState(String state) {
    return json(state, "{}");
  }

  /** The state alone. */
  static String stateIn(String json) {
    return EventJson.parse(json).path("state").toString();
  }
}
