package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateInspection;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.DeciderDeclaration;
import dev.foliot.aggregate.Deciders;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** Finds the decider beans, and checks them together with the aggregate classes. */
final class DiscoverDeciders {
  private final ConfigurableListableBeanFactory beans;
  private final MessageTypes types;
  private final ScannedTypes scanned;
  private final Deciders deciders;
  private final AggregateRepositories repositories;
  private final WiringProblems problems;
  private final boolean slice;

  /**
   * @param slice whether deciders are left out on purpose
   */
  DiscoverDeciders(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      ScannedTypes scanned,
      Deciders deciders,
      AggregateRepositories repositories,
      WiringProblems problems,
      boolean slice) {
    this.beans = beans;
    this.types = types;
    this.scanned = scanned;
    this.deciders = deciders;
    this.repositories = repositories;
    this.problems = problems;
    this.slice = slice;
  }

  /** The handlers of the deciders' commands. */
  List<HandlerBean> discover() {
    List<DeciderDeclaration> found = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Decider.class)) {
      if (!ScopedProxyUtils.isScopedTarget(name)) {
        Decider<?, ?, ?> bean = beans.getBean(name, Decider.class);
        DeciderDeclaration.of(typeOf(name, bean), bean, types, problems).ifPresent(found::add);
      }
    }
    deciders.fill(found, problems);
    AggregateInspection.inspect(aggregates(), types, deciders, problems);
    return found.stream().map(repositories::handlerOf).toList();
  }

  /**
   * A slice has no deciders. So a class without a base class may be the state of a decider, and is
   * not checked.
   */
  private Collection<Class<?>> aggregates() {
    return slice
        ? scanned.aggregates().stream()
            .filter(
                type ->
                    StateStoredAggregate.class.isAssignableFrom(type)
                        || EventSourcedAggregate.class.isAssignableFrom(type))
            .toList()
        : scanned.aggregates();
  }

  /**
   * The type of a decider, from the class of the object. If the class is generic, the declaration
   * of the bean may be more precise.
   */
  private ResolvableType typeOf(String name, Decider<?, ?, ?> bean) {
    ResolvableType written = ResolvableType.forClass(AopUtils.getTargetClass(bean));
    if (written.as(Decider.class).hasUnresolvableGenerics() && beans.containsBeanDefinition(name)) {
      ResolvableType declared = beans.getMergedBeanDefinition(name).getResolvableType();
      return declared.as(Decider.class).hasGenerics() ? declared : written;
    }
    return written;
  }
}
