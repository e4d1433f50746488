package dev.foliot.failure;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.CommandListener;
import dev.foliot.command.CommandValidator;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.OutboundMessage;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SubjectKey;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.CommitListener;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** An application that implements each port of Foliot, and whose ports can be broken. */
@SpringBootApplication
class Parcels {
  static final Ports PORTS = new Ports();

  @Command(name = "ship")
  record Ship(String parcelId) {}

  @DomainEvent(name = "shipped", publish = "parcels")
  record Shipped(
      @DataSubject String parcelId, @PersonalData(placeholder = "(forgotten)") String receiver) {
    Shipped {
      PORTS.call("constructor of an event", parcelId);
    }
  }

  /** What can be broken, and what was called. */
  static final class Ports {
    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private volatile String broken = "";
    private volatile String id = "";
    private volatile int skipped;
    private volatile @Nullable Throwable error;

    /** From now on this port throws the error. */
    void breaks(String port, String onId, Throwable thrown) {
      called.clear();
      id = onId;
      skipped = 0;
      error = thrown;
      broken = port;
    }

    /** As often, the broken port works. */
    void afterCalls(int calls) {
      skipped = calls;
    }

    void repair() {
      broken = "";
    }

    boolean hasThrown() {
      return called.contains("thrown");
    }

    void call(String port) {
      call(port, "");
    }

    void call(String port, String onId) {
      if (port.equals(broken) && (id.isEmpty() || onId.isEmpty() || id.equals(onId))) {
        if (skipped > 0) {
          skipped--;
          return;
        }
        called.add("thrown");
        Thrown.<RuntimeException>sneak(error);
      }
    }
  }

  @Aggregate
  static class Parcel extends EventSourcedAggregate {
    private String parcelId = "";

    static Parcel ship(String parcelId) {
      Parcel parcel = new Parcel();
      parcel.raise(new Shipped(parcelId, "Ada " + parcelId));
      return parcel;
    }

    @Override
    public String id() {
      return parcelId;
    }

    @Apply
    void on(Shipped event) {
      PORTS.call("@Apply method", event.parcelId());
      parcelId = event.parcelId();
    }
  }

  @CommandHandler
  static class Desk {
    private final AggregateRepository<Parcel> parcels;

    Desk(AggregateRepository<Parcel> parcels) {
      this.parcels = parcels;
    }

    @Handle
    String ship(Ship command) {
      PORTS.call("command handler", command.parcelId());
      parcels.save(Parcel.ship(command.parcelId()));
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              PORTS.call("callback after the commit");
            }
          });
      return command.parcelId();
    }
  }

  @EventHandler(name = "mail")
  static class Mail {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    List<String> sent() {
      return sent;
    }

    @Handle
    void on(Shipped event) {
      PORTS.call("event handler", event.parcelId());
      if (event.parcelId().equals("refused")) {
        throw new IllegalStateException("refused");
      }
      sent.add(event.parcelId());
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      PORTS.call("@OnError method", message.streamId());
      return ErrorDecision.retry();
    }
  }

  static final class Broker implements MessageBroker {
    final List<String> published = new CopyOnWriteArrayList<>();

    @Override
    public void publish(OutboundMessage message) {
      PORTS.call("broker", message.key().substring("parcel-".length()));
      published.add(message.key());
    }
  }

  /** Keys in memory. */
  static final class Keys implements PersonalDataKeys {
    private final Map<String, SubjectKey> keys = new HashMap<>();

    @Override
    public synchronized Map<String, SubjectKey> find(Set<String> subjects) {
      PORTS.call("keys of personal data");
      Map<String, SubjectKey> found = new HashMap<>(keys);
      found.keySet().retainAll(subjects);
      return found;
    }

    @Override
    public synchronized Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
      PORTS.call("keys of personal data");
      subjects.forEach(each -> keys.putIfAbsent(each, SubjectKey.of(new byte[SubjectKey.BYTES])));
      return find(subjects);
    }

    @Override
    public synchronized boolean destroy(String subject) {
      return keys.put(subject, SubjectKey.FORGOTTEN) != null;
    }
  }

  private static <W> Around<W> around(String what) {
    return work -> {
      PORTS.call("around " + what + ", enter");
      return new Around.Scope() {
        @Override
        public @Nullable String traceParent() {
          PORTS.call("around " + what + ", trace");
          return null;
        }

        @Override
        public void exit() {
          PORTS.call("around " + what + ", exit");
        }

        @Override
        public void end(String outcome, @Nullable Throwable error) {
          PORTS.call("around " + what + ", end");
        }
      };
    };
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z")) {
      @Override
      public Instant instant() {
        PORTS.call("clock");
        return super.instant();
      }
    };
  }

  @Bean
  IdGenerator ids(SteppableClock clock) {
    IdGenerator ids = new TimeOrderedIds(clock);
    return () -> {
      PORTS.call("generator of ids");
      return ids.next();
    };
  }

  @Bean
  CommandValidator validator() {
    return command -> {
      PORTS.call("validator");
      return List.of();
    };
  }

  @Bean
  Keys keys() {
    return new Keys();
  }

  @Bean
  Broker broker() {
    return new Broker();
  }

  @Bean
  CommitListener commitListener() {
    return messages -> PORTS.call("commit listener");
  }

  @Bean
  DeliveryListener deliveryListener() {
    return delivery -> PORTS.call("delivery listener");
  }

  @Bean
  Around<Message> aroundCommands() {
    return around("commands");
  }

  @Bean
  Around<DeliveryAttempt> aroundDeliveries() {
    return around("deliveries");
  }

  @Bean
  Around<OutboxEntry> aroundRelays() {
    return around("relays");
  }

  @Bean
  CommandListener commandListener() {
    return new CommandListener() {
      @Override
      public void started(Message command) {
        PORTS.call("command listener, started");
      }

      @Override
      public void succeeded(Message command, Duration duration, int attempts) {
        PORTS.call("command listener, succeeded");
      }

      @Override
      public void failed(Message command, Throwable error, Duration duration, int attempts) {
        PORTS.call("command listener, failed");
      }
    };
  }
}
