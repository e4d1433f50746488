package dev.foliot.test.scenario;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.Invariant;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.scenario.Parcels.Parcel;
import dev.foliot.test.scenario.Parcels.ParcelCommand;
import dev.foliot.test.scenario.Parcels.ParcelEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A decider without a mistake. */
class Parcels implements Decider<ParcelCommand, Parcel, ParcelEvent> {
  sealed interface ParcelCommand {
    String parcelId();
  }

  @Command
  record Pack(String parcelId, List<String> items) implements ParcelCommand {}

  @Command
  record Send(String parcelId, UUID label, Instant at) implements ParcelCommand {}

  sealed interface ParcelEvent {}

  @DomainEvent
  record Packed(String item) implements ParcelEvent {}

  @DomainEvent
  record Sent(UUID label, Instant at) implements ParcelEvent {}

  @Aggregate
  record Parcel(List<String> items, boolean sent) {
    @Invariant
    boolean notTooHeavy() {
      return items.size() <= 3;
    }
  }

  @Override
  public String aggregateId(ParcelCommand command) {
    return command.parcelId();
  }

  @Override
  public Parcel initialState() {
    return new Parcel(List.of(), false);
  }

  @Override
  public List<ParcelEvent> decide(ParcelCommand command, Parcel parcel) {
    if (parcel.sent()) {
      throw new IllegalStateException("Parcel %s is away.".formatted(command.parcelId()));
    }
    if (command instanceof Pack pack) {
      return pack.items().stream().<ParcelEvent>map(Packed::new).toList();
    }
    Send send = (Send) command;
    return List.of(new Sent(send.label(), send.at()));
  }

  @Override
  public Parcel evolve(Parcel parcel, ParcelEvent event) {
    if (event instanceof Packed packed) {
      return new Parcel(
          Stream.concat(parcel.items().stream(), Stream.of(packed.item())).toList(), false);
    }
    return new Parcel(parcel.items(), true);
  }
}
