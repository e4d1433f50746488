package dev.foliot.autoconfigure;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventDeclarations;
import dev.foliot.handler.StoredName;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.CurrentUser;
import dev.foliot.message.DuplicateMessageTypeException;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.message.TraceContext;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.SealPayloads;
import dev.foliot.process.OverdueEarlyEvents;
import dev.foliot.process.ProcessMessages;
import dev.foliot.query.QueryDeclarations;
import dev.foliot.time.MicrosecondClock;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The beans that messages need: their types, their JSON, ids and clock. */
@Configuration(proxyBeanMethods = false)
class MessagesConfiguration {
  @Bean
  WiringProblems foliotWiringProblems() {
    return new WiringProblems();
  }

  /**
   * The types of the application's messages, and of the modules that declare them as beans. Of two
   * classes with one name the second is left out here and named by the wiring checks.
   */
  @Bean
  MessageTypes foliotMessageTypes(
      ScannedTypes scanned, WiringProblems problems, ObjectProvider<MessageType> ofModules) {
    Map<String, MessageType> types = new HashMap<>();
    List<MessageType> distinct = new ArrayList<>();
    Set<Class<?>> classes = new HashSet<>();
    for (MessageType type : declared(scanned, problems)) {
      if (!classes.add(type.javaType())) {
        addIfDifferent(type, distinct, problems);
        continue;
      }
      checkLengths(type, problems);
      Optional<String> taken =
          type.names().stream().filter(name -> types.containsKey(key(type, name))).findFirst();
      if (taken.isEmpty()) {
        type.names().forEach(name -> types.put(key(type, name), type));
        distinct.add(type);
      } else if (type.kind()
          != MessageKind.PROCESS_STATE) { // those have the names of subscriptions
        MessageType other = Objects.requireNonNull(types.get(key(type, taken.get())));
        problems.add(
            DuplicateMessageTypeException.describe(
                type.kind(), taken.get(), other.javaType(), type.javaType()));
      }
    }
    distinct.add(OverdueEarlyEvents.TYPE);
    ofModules.orderedStream().forEach(distinct::add);
    return new MessageTypes(distinct);
  }

  private static List<MessageType> declared(ScannedTypes scanned, WiringProblems problems) {
    List<MessageType> declared = new ArrayList<>();
    for (Class<?> each : scanned.messages()) {
      MessageType type = messageType(each, problems);
      if (type != null) {
        declared.add(type);
      }
    }
    for (Class<?> each : scanned.processManagers()) {
      try {
        declared.add(ProcessMessages.stateOf(each));
        declared.addAll(ProcessMessages.timersOf(each));
      } catch (IllegalArgumentException refused) {
        problems.add(String.valueOf(refused.getMessage()));
      }
    }
    return declared;
  }

  /** Several process managers may take the same message of a timer. */
  private static void addIfDifferent(
      MessageType type, List<MessageType> others, WiringProblems problems) {
    for (MessageType other : others) {
      if (other.javaType() == type.javaType() && other.kind() != type.kind()) {
        problems.add(
            "%s is of the kinds %s and %s. A message is of one kind: let an @OnTimer method take a record of its own."
                .formatted(type.javaType().getName(), other.kind(), type.kind()));
      }
    }
  }

  private static void checkLengths(MessageType type, WiringProblems problems) {
    type.names().forEach(name -> StoredName.check("message", name, type.javaType(), problems));
    if (type.isOwn()) {
      problems.add(
          "The message name %s of %s begins with %s, as only names of Foliot's own messages do. Give it another name."
              .formatted(type.name(), type.javaType().getName(), MessageType.OWN_PREFIX));
    }
    if (type.publishTo() != null) {
      StoredName.check("destination", type.publishTo(), type.javaType(), problems);
    }
  }

  private static String key(MessageType type, String name) {
    return type.kind() + " " + name;
  }

  /** Null if the annotation is wrong; the problem is added. */
  private static @Nullable MessageType messageType(Class<?> type, WiringProblems problems) {
    if (Modifier.isAbstract(type.getModifiers())) {
      problems.add(
          "%s is annotated as a message, but is abstract. Annotate each record that implements or extends it instead."
              .formatted(type.getName()));
      return null;
    }
    try {
      if (AnnotatedElementUtils.isAnnotated(type, Command.class)) {
        return CommandDeclarations.messageType(type);
      }
      return AnnotatedElementUtils.isAnnotated(type, DomainEvent.class)
          ? EventDeclarations.messageType(type)
          : QueryDeclarations.messageType(type);
    } catch (IllegalArgumentException refused) {
      problems.add(String.valueOf(refused.getMessage()));
      return null;
    }
  }

  @Bean
  DiscoverUpcasters foliotDiscoverUpcasters(
      ConfigurableListableBeanFactory beans, MessageTypes types) {
    return new DiscoverUpcasters(beans, types);
  }

  @Bean
  MessageJson foliotMessageJson(MessageTypes types, DiscoverUpcasters upcasters, CachedKeys keys) {
    return new MessageJson(
        types,
        upcasters,
        mapper -> new SealPayloads(mapper, keys, PersonalDataConfiguration.random()));
  }

  /** A fallback, because an application may inject its own clock as an {@code InstantSource}. */
  @Bean
  @Fallback
  @ConditionalOnMissingBean
  MicrosecondClock foliotClock(ObjectProvider<Clock> clocks) {
    return new MicrosecondClock(clocks.getIfUnique(Clock::systemUTC));
  }

  @Bean
  @ConditionalOnMissingBean
  IdGenerator foliotIds(MicrosecondClock clock) {
    return new TimeOrderedIds(clock.source());
  }

  @Bean
  MessageFactory foliotMessageFactory(
      MessageTypes types,
      IdGenerator ids,
      MicrosecondClock clock,
      ObjectProvider<TraceContext> trace,
      ObjectProvider<CurrentUser> user) {
    return new MessageFactory(
        types,
        ids,
        clock,
        trace.getIfAvailable(() -> TraceContext.NONE),
        user.getIfAvailable(() -> CurrentUser.NONE));
  }

  @Bean
  LaneRule foliotLaneRule(FoliotProperties properties) {
    return properties.engine().lanes().rule();
  }
}
