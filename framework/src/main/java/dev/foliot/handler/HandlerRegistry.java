package dev.foliot.handler;

import dev.foliot.message.MessageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * All handler beans of the application. It is filled once, after every bean exists and before the
 * application is ready, because handlers may themselves need the {@code Domain}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class HandlerRegistry {
  private static final Comparator<HandlerBean> TURN =
      Comparator.comparingInt(HandlerBean::order).thenComparing(HandlerBean::name);

  private volatile Map<Class<?>, HandlerBean> answering = Map.of();
  private volatile List<HandlerBean> all = List.of();
  private volatile Map<Class<?>, List<HandlerBean>> reading = Map.of();
  private volatile Map<Class<?>, HandlerBean> submitted = Map.of();
  private volatile Map<Class<?>, List<HandlerBean>> inline = Map.of();
  private final Set<Class<?>> early = ConcurrentHashMap.newKeySet();
  private volatile boolean filled;

  /** Stores the handlers, and reports duplicate handlers and names. */
  public void fill(Collection<HandlerBean> beans, WiringProblems problems) {
    all = beans.stream().sorted(TURN).toList();
    answering = answering(problems);
    reading = reading();
    inline = inline(reading);
    submitted = submitted();
    checkNames(problems);
    filled = true;
    refuseEarly(problems);
  }

  private Map<Class<?>, HandlerBean> answering(WiringProblems problems) {
    Map<Class<?>, HandlerBean> found = new LinkedHashMap<>();
    for (HandlerBean bean : all) {
      if (!bean.kind().answers()) {
        continue;
      }
      for (HandlerMethod method : bean.methods()) {
        DeclaredResult.problem(bean, method).ifPresent(problems::add);
        HandlerBean other = found.put(method.messageClass(), bean);
        if (other != null) {
          problems.add(
              "Two handlers for %s: %s and %s. Keep exactly one."
                  .formatted(
                      method.messageClass().getSimpleName(),
                      describe(other, other.methodFor(method.messageClass()), bean),
                      describe(bean, method, other)));
        }
      }
    }
    return Map.copyOf(found);
  }

  /** Two beans of one class differ by their names only. */
  private static String describe(HandlerBean bean, HandlerMethod method, HandlerBean other) {
    return bean.type() == other.type()
        ? "%s of the bean %s".formatted(method, bean.beanName())
        : method.toString();
  }

  private static String describe(HandlerBean bean, HandlerBean other) {
    String type = bean.type().getName();
    return bean.type() == other.type()
        ? "the bean %s of %s".formatted(bean.beanName(), type)
        : type;
  }

  private Map<Class<?>, List<HandlerBean>> reading() {
    Map<Class<?>, List<HandlerBean>> found = new HashMap<>();
    for (HandlerBean bean : reading(each -> true)) {
      if (bean.messages().contains(MessageKind.EVENT)) {
        bean.messageClasses()
            .forEach(type -> found.computeIfAbsent(type, each -> new ArrayList<>()).add(bean));
      }
    }
    return Map.copyOf(found);
  }

  private static Map<Class<?>, List<HandlerBean>> inline(Map<Class<?>, List<HandlerBean>> reading) {
    Map<Class<?>, List<HandlerBean>> found = new HashMap<>();
    reading.forEach(
        (type, beans) -> {
          List<HandlerBean> inline = beans.stream().filter(HandlerBean::isInline).toList();
          if (!inline.isEmpty()) {
            found.put(type, inline);
          }
        });
    return Map.copyOf(found);
  }

  /** An inline projector has missed an event that was stored before it was known. */
  private void refuseEarly(WiringProblems problems) {
    for (Class<?> type : early) {
      inline
          .getOrDefault(type, List.of())
          .forEach(
              projector ->
                  problems.add(
                      "%s was raised before the inline projector %s was known, so the projector has missed it. Raise it later, for example in an ApplicationRunner, and fill the projector again."
                          .formatted(type.getSimpleName(), projector.name())));
    }
  }

  private Map<Class<?>, HandlerBean> submitted() {
    Map<Class<?>, HandlerBean> found = new HashMap<>();
    all.stream()
        .filter(bean -> bean.kind() == HandlerKind.SUBMITTED)
        .forEach(bean -> bean.messageClasses().forEach(type -> found.put(type, bean)));
    return Map.copyOf(found);
  }

  private void checkNames(WiringProblems problems) {
    Map<String, HandlerBean> names = new HashMap<>();
    for (HandlerBean bean : reading(each -> true)) {
      StoredName.check("subscription", bean.name(), bean.type(), problems);
      StoredName.checkNotOwn(bean.name(), bean.type(), problems);
      bean.destination()
          .ifPresent(name -> StoredName.check("destination", name, bean.type(), problems));
      HandlerBean other = names.putIfAbsent(bean.name(), bean);
      if (other != null) {
        problems.add(
            "The name %s is taken by both %s and %s. Names are stored with checkpoints and must be unique: give one of them another name."
                .formatted(bean.name(), describe(other, bean), describe(bean, other)));
      }
    }
  }

  /** Whether some handler answers commands or queries of this class. */
  public boolean answers(Class<?> messageClass) {
    return answering.containsKey(messageClass);
  }

  /**
   * The one handler of a command or query.
   *
   * @throws NoHandlerException if there is none
   * @throws IllegalStateException if not all beans exist yet
   */
  public HandlerBean answering(HandlerKind kind, Class<?> messageClass) {
    refuseUntilFilled(messageClass);
    HandlerBean bean = answering.get(messageClass);
    if (bean == null || bean.kind() != kind) {
      throw new NoHandlerException(kind, messageClass);
    }
    return bean;
  }

  /**
   * The event handlers and projectors of an event class, by order, then name.
   *
   * @throws IllegalStateException if not all beans exist yet
   */
  public List<HandlerBean> reading(Class<?> eventClass) {
    refuseUntilFilled(eventClass);
    return reading.getOrDefault(eventClass, List.of());
  }

  /** The subscription for submitted commands of a class, if there is one. */
  public Optional<HandlerBean> submitted(Class<?> commandClass) {
    return Optional.ofNullable(submitted.get(commandClass));
  }

  /** Throws until all handlers are known, because a message would miss the unknown ones. */
  private void refuseUntilFilled(Class<?> messageClass) {
    if (!filled) {
      throw new IllegalStateException(
          "%s cannot be handled yet: the application's handlers are known when all beans exist. Send it later, for example in an ApplicationRunner instead of a constructor or @PostConstruct method."
              .formatted(messageClass.getSimpleName()));
    }
  }

  /**
   * The inline projectors of an event class, by order, then name. {@link #reading} returns them,
   * too. Before all beans exist, the list is empty; then the application does not start if there is
   * such a projector.
   */
  public List<HandlerBean> readingInline(Class<?> eventClass) {
    if (!filled) {
      early.add(eventClass);
    }
    return inline.getOrDefault(eventClass, List.of());
  }

  /** Whether there is an inline projector, or may be one: the handlers are not known yet. */
  public boolean mayHaveInline() {
    return !filled || !inline.isEmpty();
  }

  /** All inline projectors, by order, then name. */
  public List<HandlerBean> inline() {
    return reading(HandlerBean::isInline);
  }

  /** All handlers that the engine delivers to, by order, then name. */
  public List<HandlerBean> subscriptions() {
    return reading(bean -> !bean.isInline());
  }

  private List<HandlerBean> reading(Predicate<HandlerBean> condition) {
    return all.stream().filter(bean -> !bean.kind().answers()).filter(condition).toList();
  }

  /** All handlers, by order, then name. */
  public List<HandlerBean> all() {
    return all;
  }
}
