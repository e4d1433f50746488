package dev.foliot.test;

import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.OutboundMessage;

/** A broker that may deliver a message twice. */
final class PublishTwice implements MessageBroker {
  private final MessageBroker broker;
  private final InjectFaults faults;

  PublishTwice(MessageBroker broker, InjectFaults faults) {
    this.broker = broker;
    this.faults = faults;
  }

  @Override
  public void publish(OutboundMessage message) {
    broker.publish(message);
    if (faults.publishesTwice()) {
      broker.publish(message);
    }
  }
}
