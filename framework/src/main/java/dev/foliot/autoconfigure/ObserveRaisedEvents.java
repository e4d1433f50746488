package dev.foliot.autoconfigure;

import dev.foliot.Wiring.RaisesEntry;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageKind;
import dev.foliot.unitofwork.CommitListener;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Learns which aggregate raises which event, for the wiring. */
final class ObserveRaisedEvents implements CommitListener {
  private final Set<RaisesEntry> seen = ConcurrentHashMap.newKeySet();

  @Override
  public void committed(List<NewMessage> messages) {
    for (NewMessage message : messages) {
      if (message.kind() == MessageKind.EVENT) {
        seen.add(new RaisesEntry(message.stream().category(), message.message().metadata().type()));
      }
    }
  }

  List<RaisesEntry> seen() {
    return seen.stream()
        .sorted(Comparator.comparing(RaisesEntry::category).thenComparing(RaisesEntry::event))
        .toList();
  }
}
