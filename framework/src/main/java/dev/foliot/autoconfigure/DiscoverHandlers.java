package dev.foliot.autoconfigure;

import dev.foliot.command.CommandDeclarations;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.SubmittedSubscriptions;
import dev.foliot.event.EventDeclarations;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.HandlerAnnotation;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.HandlerSource;
import dev.foliot.handler.NoHandlerException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.OutboxDeclarations;
import dev.foliot.outbox.Subscriber;
import dev.foliot.personaldata.PersonalDataInspection;
import dev.foliot.projection.ProjectionDeclarations;
import dev.foliot.projection.Projector;
import dev.foliot.query.QueryDeclarations;
import dev.foliot.query.QueryHandler;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the handler beans and the upcasters once all beans exist, checks the whole wiring and
 * refuses the start with one message that lists everything that is wrong (R38).
 */
final class DiscoverHandlers implements SmartInitializingSingleton, Supplier<HandlerRegistry> {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoverHandlers.class);

  /** A logger of its own, so that an application can switch off the warning. */
  private static final Logger SHARED_IDS =
      LoggerFactory.getLogger("dev.foliot.personaldata.SharedIds");

  private final ConfigurableListableBeanFactory beans;
  private final MessageTypes types;
  private final DiscoverUpcasters upcasters;
  private final MessageJson json;
  private final SubmittedSubscriptions submitted;
  private final Collection<String> configured;
  private final HandlerRegistry registry;
  private final DiscoverDeciders deciders;
  private final DiscoverProcesses processes;
  private final ScannedTypes scanned;
  private final DescribeWiring wiring;
  private final WiringProblems problems;
  private final boolean slice;
  private boolean done;

  /**
   * @param configured the names in {@code foliot.engine.subscriptions}
   * @param slice whether handlers are left out on purpose
   */
  DiscoverHandlers(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      DiscoverUpcasters upcasters,
      MessageJson json,
      SubmittedSubscriptions submitted,
      Collection<String> configured,
      HandlerRegistry registry,
      DiscoverDeciders deciders,
      DiscoverProcesses processes,
      ScannedTypes scanned,
      DescribeWiring wiring,
      WiringProblems problems,
      boolean slice) {
    this.beans = beans;
    this.types = types;
    this.upcasters = upcasters;
    this.json = json;
    this.submitted = submitted;
    this.configured = configured;
    this.registry = registry;
    this.deciders = deciders;
    this.processes = processes;
    this.scanned = scanned;
    this.wiring = wiring;
    this.problems = problems;
    this.slice = slice;
  }

  @Override
  public void afterSingletonsInstantiated() {
    get();
  }

  /** Returns the handlers. Other beans that wait for all beans may call this method first. */
  @Override
  public HandlerRegistry get() {
    if (!done) {
      done = true;
      discover();
    }
    return registry;
  }

  private void discover() {
    List<HandlerBean> found = new ArrayList<>();
    find(CommandHandler.class, CommandDeclarations::handler, found);
    find(QueryHandler.class, QueryDeclarations::handler, found);
    find(EventHandler.class, EventDeclarations::handler, found);
    find(Projector.class, type -> ProjectionDeclarations.handler(type, problems), found);
    find(Subscriber.class, OutboxDeclarations::handler, found);
    beans
        .getBeanProvider(HandlerAnnotation.class)
        .orderedStream()
        .forEach(each -> find(each.type(), each.declaration(), found));
    found.addAll(deciders.discover());
    if (!slice) {
      found.addAll(processes.discover());
      beans
          .getBeanProvider(HandlerSource.class)
          .orderedStream()
          .forEach(each -> found.addAll(each.handlers(problems)));
    }
    found.addAll(submitted.of(found));
    registry.fill(found, problems);
    upcasters.discover(problems);
    Optional<String> sharedIds = PersonalDataInspection.inspect(types, found, json, problems);
    checkEventsCanBeRead();
    if (!slice) {
      checkEveryCommandIsHandled();
      checkDeclaredReads();
      checkConfiguredNames();
    }
    problems.throwIfAny();
    if (!slice) {
      sharedIds.ifPresent(SHARED_IDS::warn);
      ForgottenUpcasters.warn(scanned.upcasting(), beans);
      warnOfUnhandledEvents();
      warnOfUnusedMethods();
      warnOfUnfilledProjections();
    }
  }

  private void find(
      Class<? extends Annotation> annotation,
      Function<Class<?>, HandlerDeclaration> declare,
      List<HandlerBean> found) {
    for (String name : beans.getBeanNamesForAnnotation(annotation)) {
      if (!ScopedProxyUtils.isScopedTarget(name)) {
        Object bean = beans.getBean(name);
        Class<?> type = AopUtils.getTargetClass(bean);
        found.add(
            HandlerInspection.inspect(declare.apply(type), type, name, bean, types, problems));
        ForgottenAnnotations.ofHandler(type).forEach(problems::add);
      }
    }
  }

  /** Annotated methods that nothing calls, because the annotation of their class is missing. */
  private void warnOfUnusedMethods() {
    Stream.of(ApplicationBeans.of(beans).values(), scanned.aggregates(), scanned.projections())
        .flatMap(Collection::stream)
        .distinct()
        .filter(type -> !scanned.isChecked(type))
        .filter(ForgottenAnnotations::isSuspicious)
        .flatMap(type -> ForgottenAnnotations.of(type).stream())
        .forEach(LOG::warn);
  }

  /**
   * Without this check, only a stored event would show the fault, and its aggregate could not be
   * loaded any more (R9).
   */
  private void checkEventsCanBeRead() {
    for (MessageType type : types.all()) {
      boolean isRead = type.kind() == MessageKind.EVENT || type.kind() == MessageKind.TIMER;
      boolean stored = isRead && !Modifier.isAbstract(type.javaType().getModifiers());
      if (stored) {
        json.unreadableParts(type.javaType()).forEach(problems::add);
      }
    }
  }

  /** A declared command without a handler would otherwise fail at its first use (R10). */
  private void checkEveryCommandIsHandled() {
    for (MessageType type : types.all()) {
      if (type.kind() == MessageKind.COMMAND && !registry.answers(type.javaType())) {
        problems.add(NoHandlerException.describe(HandlerKind.COMMAND, type.javaType()));
      }
    }
  }

  /** Otherwise only a query with a consistency token would show the fault. */
  private void checkDeclaredReads() {
    List<Class<?>> filled = filledProjections();
    for (HandlerBean bean : registry.all()) {
      if (bean.kind() == HandlerKind.QUERY) {
        QueryDeclarations.projections(bean.type()).stream()
            .filter(read -> !filled.contains(read))
            .map(
                read ->
                    "%s is annotated with @QueryHandler(projections = …), but no @Projector fills %s. Name the projections that it reads."
                        .formatted(bean.type().getName(), read.getName()))
            .sorted()
            .forEach(problems::add);
      }
    }
  }

  private List<Class<?>> filledProjections() {
    return registry.all().stream().flatMap(handler -> handler.projection().stream()).toList();
  }

  /** With a misspelt name, the intended subscription would have other settings. */
  private void checkConfiguredNames() {
    List<String> known =
        registry.subscriptions().stream().map(HandlerBean::name).distinct().toList();
    for (String name : configured) {
      if (!known.contains(name)) {
        problems.add(
            "foliot.engine.subscriptions.%s configures a subscription that does not exist; known are %s. Correct the name, or remove the setting."
                .formatted(name, known));
      }
    }
  }

  private void warnOfUnhandledEvents() {
    wiring
        .now()
        .unhandledEvents()
        .forEach(
            event -> LOG.warn("Nothing handles event={}; it is stored all the same", event.name()));
  }

  private void warnOfUnfilledProjections() {
    List<Class<?>> filled = filledProjections();
    for (Class<?> projection : scanned.projections()) {
      if (!filled.contains(projection)) {
        LOG.warn(
            "No projector fills projection={}; annotate a bean with @Projector({}.class)",
            projection.getName(),
            projection.getSimpleName());
      }
    }
  }
}
