package dev.foliot.workflow.admission;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flow control of a workflow, as declared by the annotations on its class. Policies in front of
 * a start decide about the start in {@link #decide}. A limit of concurrency and a throttle decide
 * when a run that is due may begin.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FlowControl {
  private static final Logger LOG = LoggerFactory.getLogger(FlowControl.class);

  private static final int MAX_WARNINGS = 100;

  private final Set<String> warned = ConcurrentHashMap.newKeySet();
  private final Type input;
  private final Map<Policy, StartPolicy> starts;
  private final Map<Policy, KeyExpression> keys;
  private final int concurrency;
  private final @Nullable ThrottleRate throttle;

  FlowControl(
      Type input,
      Map<Policy, StartPolicy> starts,
      Map<Policy, KeyExpression> keys,
      int concurrency,
      @Nullable ThrottleRate throttle) {
    this.input = input;
    this.starts = starts;
    this.keys = keys;
    this.concurrency = concurrency;
    this.throttle = throttle;
  }

  /**
   * Reads the annotations of a class.
   *
   * @param input the type of the input
   * @param problems receives a sentence for each mistake in them
   */
  public static FlowControl of(Class<?> workflow, Type input, Consumer<String> problems) {
    return new ReadPolicies(workflow, input, problems).read();
  }

  /** The type of the input. */
  public Type inputType() {
    return input;
  }

  /** Whether there is no annotation. */
  public boolean isNone() {
    return keys.isEmpty();
  }

  /** The policies that decide about a start. */
  public Set<Policy> startPolicies() {
    return starts.keySet();
  }

  /** Whether a policy decides when a run is due, so that a start must not. */
  public boolean decidesTheDueTime() {
    return starts.containsKey(Policy.DEBOUNCE) || starts.containsKey(Policy.BATCH);
  }

  private boolean collects() {
    return starts.containsKey(Policy.BATCH);
  }

  /** The input of a run for the input of a start: a list of one input, if starts are collected. */
  public @Nullable Object given(@Nullable Object input) {
    return collects() && !(input instanceof Collection) ? Collections.singletonList(input) : input;
  }

  /**
   * The keys of the policies that decide about a start, in the order in which rows are locked.
   *
   * @param isChild whether another run starts it
   */
  public List<AdmissionKey> keysOfStart(String workflow, @Nullable Object input, boolean isChild) {
    List<AdmissionKey> found = new ArrayList<>();
    for (Policy policy : starts.keySet()) {
      if (!isChild || policy.holdsForChildren()) {
        key(workflow, policy, input).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The key of a policy for an input; empty if the policy does not hold. */
  public Optional<AdmissionKey> key(String workflow, Policy policy, @Nullable Object input) {
    KeyExpression key = keys.get(policy);
    String value = key == null ? null : key.of(input, error -> warnOnce(workflow, policy, error));
    return Optional.ofNullable(value).map(found -> new AdmissionKey(workflow, policy, found));
  }

  /** Logs one warning for each cause, because an error in a key is the same for all starts. */
  private void warnOnce(String workflow, Policy policy, String error) {
    if (warned.size() < MAX_WARNINGS && warned.add(policy + error)) {
      LOG.warn(
          "{} is not applied to a start of workflow={}: {} Other starts with this error are not logged.",
          policy,
          workflow,
          error);
    }
  }

  /** The maximum number of runs that execute at once. */
  public int concurrency() {
    return concurrency;
  }

  /** Whether due runs may have to queue. */
  public boolean hasQueues() {
    return keys.containsKey(Policy.CONCURRENCY) || keys.containsKey(Policy.THROTTLE);
  }

  /** The rate at which runs begin; null for no limit. */
  public @Nullable ThrottleRate throttle() {
    return throttle;
  }

  /**
   * Decides about a start: the first policy that does not admit it decides, and then nothing is
   * counted.
   *
   * @param states the states for the keys of the start
   */
  public Decision decide(Map<AdmissionKey, PolicyState> states, Arrival arrival, Instant now) {
    List<StateChange> changes = new ArrayList<>();
    Verdict.Admit admitted = new Verdict.Admit(null, null, null, PolicyState.NONE);
    for (AdmissionKey key : states.keySet().stream().sorted().toList()) {
      StartPolicy policy = starts.get(key.policy());
      if (policy != null) {
        Verdict verdict = policy.decide(states.getOrDefault(key, PolicyState.NONE), arrival, now);
        if (verdict instanceof Verdict.Admit admit) {
          changes.add(new StateChange(key, admit.next()));
          admitted = both(admitted, admit);
        } else {
          return new Decision(verdict, key.policy(), changesOf(key, verdict));
        }
      }
    }
    return new Decision(admitted, null, changes);
  }

  private static List<StateChange> changesOf(AdmissionKey key, Verdict verdict) {
    return verdict instanceof Verdict.Join join
        ? List.of(new StateChange(key, join.next()))
        : List.of();
  }

  private static Verdict.Admit both(Verdict.Admit one, Verdict.Admit other) {
    return new Verdict.Admit(
        other.at() == null ? one.at() : other.at(),
        other.supersedes() == null ? one.supersedes() : other.supersedes(),
        other.cancels() == null ? one.cancels() : other.cancels(),
        PolicyState.NONE);
  }

  /**
   * A new state of a policy.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record StateChange(AdmissionKey key, PolicyState state) {}

  /**
   * The decision about a start.
   *
   * @param by the policy that did not admit the start; null if all admitted it
   * @param changes the new states
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Decision(Verdict verdict, @Nullable Policy by, List<StateChange> changes) {}
}
