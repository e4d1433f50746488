package dev.foliot.personaldata;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.CommandListener;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.outbox.InDatabaseBroker;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Subscriber;
import dev.foliot.projection.Consistency;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A club of people, whose handlers talk about them in every error. */
@SpringBootApplication
class People {
  record Address(String street, String city) {}

  @Command(name = "join")
  record Join(
      @DataSubject String personId,
      @PersonalData(placeholder = "somebody") String name,
      @PersonalData @Nullable Address address) {}

  @Command(name = "visit")
  record Visit(String personId) {}

  @Command(name = "renew")
  record Renew(String personId) {}

  @DomainEvent(name = "joined", publish = "newcomers")
  record Joined(
      @DataSubject String personId,
      @PersonalData(placeholder = "somebody") String name,
      @PersonalData @Nullable Address address) {}

  @DomainEvent(name = "visited")
  record Visited(String personId) {}

  /** Does not fit what is stored of {@link Joined}. */
  @DomainEvent(name = "counted")
  record Counted(@DataSubject String personId, @PersonalData(placeholder = "0") int name) {}

  @Aggregate(snapshotEvery = 1_000)
  static class Person extends EventSourcedAggregate {
    private String personId = "";
    private String name = "";
    private @Nullable Address address;
    private int visits;

    static Person join(Join command) {
      Person person = new Person();
      person.raise(new Joined(command.personId(), command.name(), command.address()));
      return person;
    }

    void joinAgain(Join command) {
      raise(new Joined(personId, command.name(), command.address()));
    }

    void renew() {
      raise(new Joined(personId, name, address));
    }

    void visit() {
      raise(new Visited(personId));
    }

    @Override
    public String id() {
      return personId;
    }

    @Apply
    void on(Joined event) {
      personId = event.personId();
      name = event.name();
      address = event.address();
    }

    @Apply
    void on(Visited event) {
      visits++;
    }

    String describe() {
      return "%s of %s, %d visits".formatted(name, address, visits);
    }
  }

  @CommandHandler
  static class Commands {
    private final AggregateRepository<Person> people;
    private final Faults faults;

    Commands(AggregateRepository<Person> people, Faults faults) {
      this.people = people;
      this.faults = faults;
    }

    @Handle
    void join(Join command) {
      people
          .find(command.personId())
          .ifPresentOrElse(
              person -> person.joinAgain(command), () -> people.save(Person.join(command)));
    }

    @Handle
    void renew(Renew command) {
      Person person = people.get(command.personId());
      person.renew();
      if (faults.commandsFail) {
        throw new IllegalStateException("not again: " + person.describe());
      }
    }

    @Handle
    void visit(Visit command) {
      people.get(command.personId()).visit();
    }
  }

  /** Whether things go wrong, and what was seen. */
  @Component
  static class Faults {
    boolean handlersFail;
    boolean brokerFails;
    boolean commandsFail;
    boolean inlineFails;
    boolean listsFail;
    boolean listenersFail;
    boolean afterCommitFails;
    final List<String> seen = new ArrayList<>();
    final List<String> errorsOfSpans = new ArrayList<>();

    void repair() {
      handlersFail = false;
      brokerFails = false;
      commandsFail = false;
      inlineFails = false;
      listsFail = false;
      listenersFail = false;
      afterCommitFails = false;
      seen.clear();
      errorsOfSpans.clear();
    }

    void handled(String text) {
      if (handlersFail) {
        throw new IllegalStateException("cannot greet " + text, new IllegalArgumentException(text));
      }
      if (afterCommitFails) {
        TransactionSynchronizationManager.registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCommit() {
                throw new IllegalStateException("no card for " + text);
              }
            });
      }
      seen.add(text);
    }

    void heard(@Nullable Object message) {
      if (listenersFail) {
        throw new IllegalStateException("not counted: " + message);
      }
    }

    /** A span, which is exported with its error. */
    Around.Scope span() {
      return new Around.Scope() {
        @Override
        public void exit() {}

        @Override
        public void end(String outcome, @Nullable Throwable error) {
          if (error != null) {
            errorsOfSpans.add(ErrorText.stackTrace(error));
          }
        }
      };
    }
  }

  @EventHandler(name = "greeter")
  record Greeter(Faults faults) {
    @Handle
    void on(Joined event) {
      faults.handled(event.toString());
    }
  }

  /** Knows the name from a table, so that its errors tell what its messages do not. */
  @EventHandler(name = "doorman")
  record Doorman(Faults faults, JdbcTemplate jdbc) {
    @Handle
    void on(Visited event) {
      faults.handled(
          "at the door "
              + jdbc.queryForObject(
                  "select name from directory where person_id = ?",
                  String.class,
                  event.personId()));
    }
  }

  @Subscriber("newcomers")
  record Newcomers(Faults faults) {
    @Handle
    void on(Joined event) {
      faults.handled("by broker " + event);
    }
  }

  @Projection
  static class Directory {}

  @Projector(Directory.class)
  record DirectoryProjector(JdbcTemplate jdbc) {
    @On
    void on(Joined event) {
      jdbc.update("delete from directory where person_id = ?", event.personId());
      jdbc.update("insert into directory values (?, ?)", event.personId(), event.name());
    }
  }

  @Projector(value = Directory.class, name = "guest-list", consistency = Consistency.INLINE)
  record GuestList(Faults faults) {
    @On
    void on(Joined event) {
      if (faults.inlineFails) {
        throw new IllegalStateException("no place for " + event);
      }
    }
  }

  @Projector(value = Directory.class, name = "phone-book")
  record PhoneBook(Faults faults) {
    @On
    void on(List<Joined> events) {
      if (faults.listsFail) {
        throw new IllegalStateException("no line for " + events);
      }
    }
  }

  @Bean
  CommandListener commandListener(Faults faults) {
    return new CommandListener() {
      @Override
      public void started(Message command) {
        faults.heard(command.payload());
      }
    };
  }

  @Bean
  CommitListener commitListener(Faults faults) {
    return messages -> messages.forEach(each -> faults.heard(each.message().payload()));
  }

  @Bean
  DeliveryListener deliveryListener(Faults faults) {
    return delivery -> faults.heard(delivery.payload());
  }

  @Bean
  Around<Message> spansOfCommands(Faults faults) {
    return command -> faults.span();
  }

  @Bean
  Around<DeliveryAttempt> spansOfDeliveries(Faults faults) {
    return delivery -> faults.span();
  }

  @Bean
  MessageBroker broker(IdGenerator ids, LaneRule lanes, Transactions transactions, Faults faults) {
    MessageBroker inDatabase = new InDatabaseBroker(ids, lanes, transactions);
    return message -> {
      if (faults.brokerFails) {
        throw new IllegalStateException("no broker for Ann Smith of Elm Street 7: " + message);
      }
      inDatabase.publish(message);
    };
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
