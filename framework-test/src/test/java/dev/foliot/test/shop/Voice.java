package dev.foliot.test.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.test.shop.Shop.Shouted;

/** Each shout has an echo, until there are none left. */
@Aggregate
class Voice extends EventSourcedAggregate {
  private String id;

  static Voice shout(String text, int echoes) {
    Voice voice = new Voice();
    voice.raise(new Shouted(text, echoes));
    return voice;
  }

  @Override
  public String id() {
    return id;
  }

  @Apply
  void on(Shouted event) {
    id = event.text() + "-" + event.echoes();
  }
}
