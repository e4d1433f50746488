package dev.foliot.test;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventDeclarations;
import dev.foliot.handler.UpcasterInspection;
import dev.foliot.handler.WiringException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.DuplicateMessageTypeException;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcasters;
import dev.foliot.message.Upcasts;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * The stored messages of an application, and how it reads them; found without starting it.
 *
 * @param types the commands and events
 * @param upcasters all upcasters
 * @param json reads and writes
 */
record KnownMessages(MessageTypes types, List<Upcaster> upcasters, MessageJson json) {

  static KnownMessages in(
      List<String> packages, List<Object> beans, FoliotEvolution.Problems problems) {
    MessageTypes types = types(packages, problems);
    List<Upcaster> upcasters = upcasters(packages, beans, problems);
    Upcasters all = new Upcasters(types, upcasters);
    all.problems().forEach(problems::add);
    return new KnownMessages(types, upcasters, new MessageJson(types, () -> all));
  }

  /** A message as if it stood in the log. */
  RecordedMessage stored(
      MessageKind kind, String name, int version, String stream, String content) {
    Metadata metadata =
        new Metadata(
            new UUID(0, 0),
            "stored",
            null,
            Priority.NORMAL,
            Instant.EPOCH,
            name,
            version,
            null,
            null,
            Map.of());
    return new RecordedMessage(
        0, kind, "stored", stream, 1, Lane.PRIMARY, false, metadata, content, json);
  }

  /** Whether an upcaster converts the content of the file. */
  boolean isUpcast(RecordedFile file) {
    List<String> names =
        types.find(file.kind(), file.type()).map(MessageType::names).orElse(List.of(file.type()));
    return upcasters.stream()
        .anyMatch(
            each ->
                each.kind() == file.kind()
                    && each.from() == file.version()
                    && names.contains(each.name()));
  }

  private static MessageTypes types(List<String> packages, FoliotEvolution.Problems problems) {
    List<MessageType> found = new ArrayList<>();
    for (Class<?> each :
        classes(
            packages,
            new AnnotationTypeFilter(Command.class),
            new AnnotationTypeFilter(DomainEvent.class))) {
      found.add(
          AnnotatedElementUtils.isAnnotated(each, Command.class)
              ? CommandDeclarations.messageType(each)
              : EventDeclarations.messageType(each));
    }
    if (found.isEmpty()) {
      problems.add(
          "There is no @Command and no @DomainEvent in %s. Name the application's packages: FoliotEvolution.of(…)."
              .formatted(packages));
    } else {
      packages.stream().filter(KnownMessages::isEmpty).forEach(each -> misspelt(each, problems));
    }
    try {
      return new MessageTypes(found);
    } catch (DuplicateMessageTypeException duplicate) {
      problems.add(String.valueOf(duplicate.getMessage()));
      return new MessageTypes(List.of());
    }
  }

  private static boolean isEmpty(String wanted) {
    var scanner = new Scanner();
    scanner.addIncludeFilter((type, others) -> true);
    return scanner.findCandidateComponents(wanted).isEmpty();
  }

  private static void misspelt(String wanted, FoliotEvolution.Problems problems) {
    problems.add(
        "There is no class in the package %s. Correct its name in FoliotEvolution.of(…)."
            .formatted(wanted));
  }

  private static List<Class<?>> classes(List<String> packages, TypeFilter... filters) {
    var scanner = new Scanner();
    Stream.of(filters).forEach(scanner::addIncludeFilter);
    TreeSet<String> names = new TreeSet<>();
    for (String each : packages) {
      scanner
          .findCandidateComponents(each)
          .forEach(found -> names.add(String.valueOf(found.getBeanClassName())));
    }
    return names.stream().<Class<?>>map(name -> ClassUtils.resolveClassName(name, null)).toList();
  }

  private static List<Upcaster> upcasters(
      List<String> packages, List<Object> given, FoliotEvolution.Problems problems) {
    Map<Class<?>, Object> beans = new LinkedHashMap<>();
    for (Object bean : given) {
      beans.put(ClassUtils.getUserClass(bean), bean);
      if (!UpcasterInspection.hasUpcasters(ClassUtils.getUserClass(bean))) {
        problems.add(
            "%s has no method with @Upcasts.".formatted(ClassUtils.getUserClass(bean).getName()));
      }
    }
    TypeFilter upcasting =
        (reader, factory) ->
            reader.getClassMetadata().isConcrete() && hasUpcasters(reader, factory);
    for (Class<?> type : classes(packages, upcasting)) {
      if (!beans.containsKey(type)) {
        instance(type, problems).ifPresent(bean -> beans.put(type, bean));
      }
    }
    WiringProblems wrong = new WiringProblems();
    List<Upcaster> found = new ArrayList<>();
    beans.forEach((type, bean) -> found.addAll(UpcasterInspection.inspect(type, bean, wrong)));
    try {
      wrong.throwIfAny();
    } catch (WiringException wiring) {
      wiring.problems().forEach(problems::add);
    }
    return found;
  }

  /** Whether a class has upcasters, also of its superclasses and interfaces. */
  private static boolean hasUpcasters(MetadataReader type, MetadataReaderFactory others)
      throws IOException {
    if (type.getAnnotationMetadata().hasAnnotatedMethods(Upcasts.class.getName())) {
      return true;
    }
    List<String> above = new ArrayList<>(List.of(type.getClassMetadata().getInterfaceNames()));
    Optional.ofNullable(type.getClassMetadata().getSuperClassName()).ifPresent(above::add);
    for (String name : above) {
      boolean isWritten = !name.startsWith("java.") && !name.startsWith("org.springframework.");
      if (isWritten && hasUpcasters(others.getMetadataReader(name), others)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes a bean with upcasters. A class that is not a bean in production is a problem, and is not
   * used.
   */
  private static Optional<Object> instance(Class<?> type, FoliotEvolution.Problems problems) {
    if (!AnnotatedElementUtils.hasAnnotation(type, Component.class)) {
      problems.add(
          "%s has upcasters, but is no @Component, so the application may not find them. Annotate it; if it is a bean by other means, give it: FoliotEvolution.of(…).upcasters(new %s(…))."
              .formatted(type.getName(), type.getSimpleName()));
      return Optional.empty();
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance());
    } catch (NoSuchMethodException e) {
      problems.add(
          "%s has upcasters, but no constructor without parameters. Give one: FoliotEvolution.of(…).upcasters(new %s(…))."
              .formatted(type.getName(), type.getSimpleName()));
      return Optional.empty();
    } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("Cannot make a " + type.getName(), e);
    }
  }

  /** Finds records and classes, nested ones too. */
  private static final class Scanner extends ClassPathScanningCandidateComponentProvider {
    Scanner() {
      super(false);
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
      return definition.getMetadata().isIndependent() && !definition.getMetadata().isAnnotation();
    }
  }
}
