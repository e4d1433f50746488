package dev.foliot.autoconfigure;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageTypes;
import dev.foliot.process.ProcessDeclaration;
import dev.foliot.process.ProcessDeclarations;
import dev.foliot.process.ProcessHandlers;
import dev.foliot.process.ProcessInspection;
import dev.foliot.process.ProcessManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.MethodParameter;

/** Finds the process managers, and checks them. */
final class DiscoverProcesses {
  private final ConfigurableListableBeanFactory beans;
  private final MessageTypes types;
  private final ScannedTypes scanned;
  private final ProcessHandlers handlers;
  private final ProcessDeclarations declarations;
  private final WiringProblems problems;

  DiscoverProcesses(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      ScannedTypes scanned,
      ProcessHandlers handlers,
      ProcessDeclarations declarations,
      WiringProblems problems) {
    this.beans = beans;
    this.types = types;
    this.scanned = scanned;
    this.handlers = handlers;
    this.declarations = declarations;
    this.problems = problems;
  }

  /** Their handlers. */
  List<HandlerBean> discover() {
    refuseBeans();
    List<ProcessDeclaration> found = new ArrayList<>();
    for (Class<?> type : scanned.processManagers()) {
      ProcessInspection.inspect(type, types, this::bean, problems).ifPresent(found::add);
    }
    declarations.fill(found);
    return found.stream().map(handlers::handlerOf).toList();
  }

  private void refuseBeans() {
    for (String name : beans.getBeanNamesForAnnotation(ProcessManager.class)) {
      problems.add(
          "The bean %s is a process manager, but each instance of a process is an object of its own. Remove its @Component or @Bean."
              .formatted(name));
    }
  }

  private Object bean(MethodParameter parameter) {
    parameter.initParameterNameDiscovery(null);
    return Objects.requireNonNull(
        beans.resolveDependency(new DependencyDescriptor(parameter, true), null));
  }
}
