package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.Inspected.Order;
import dev.foliot.handler.Inspected.Ordered;
import dev.foliot.handler.Inspected.Shipped;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerBeanTests {
  static class Base {
    final List<String> calls = new ArrayList<>();

    @Handle
    void on(Ordered event) {
      calls.add("base " + event.orderId());
    }

    @Handle
    void inherited(Shipped event, Metadata metadata) {
      calls.add(metadata.type() + " " + event.parcels());
    }
  }

  static class Derived extends Base {
    @Override
    @Handle
    void on(Ordered event) {
      calls.add("derived " + event.orderId());
    }
  }

  static class Commands {
    @Handle
    private String order(Order command) throws IOException {
      if (command.orderId().isEmpty()) {
        throw new IOException("no id");
      }
      return "done " + command.orderId();
    }
  }

  static class Deciding {
    @Handle
    void on(Ordered event) {}

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return attempt < 3 ? ErrorDecision.retry() : ErrorDecision.park();
    }
  }

  @Test
  void callsTheMethodOfTheMessage() throws Throwable {
    Derived bean = new Derived();
    HandlerBean handler = Inspected.handler(HandlerKind.EVENT, "derived", bean);

    handler.handle(Inspected.message(new Ordered("o1")));
    handler.handle(Inspected.message(new Shipped("o1", 2)));

    assertThat(bean.calls).containsExactly("derived o1", "Shipped 2");
  }

  static class Placing {
    final List<String> calls = new ArrayList<>();

    @Handle
    void on(Ordered event, RecordedMessage recorded) {
      calls.add(event.orderId() + " at " + recorded.position());
    }

    @Handle
    void on(Shipped event, Metadata metadata) {
      calls.add(event.orderId() + " as " + metadata.type());
    }
  }

  @Test
  void givesThePlaceInTheLogToWhoTakesIt() throws Throwable {
    Placing bean = new Placing();
    HandlerBean handler = Inspected.handler(HandlerKind.EVENT, "p", bean);

    handler.handle(Inspected.message(new Ordered("o1")), recorded(new Ordered("o1")));
    handler.handle(Inspected.message(new Shipped("o1", 2)), recorded(new Shipped("o1", 2)));

    assertThat(bean.calls).containsExactly("o1 at 1", "o1 as Shipped");
    assertThat(handler.methodFor(Ordered.class).takesRecorded()).isTrue();
    assertThat(handler.methodFor(Shipped.class).takesRecorded()).isFalse();
  }

  @Test
  void givesWhatTheMethodReturns() throws Throwable {
    HandlerBean handler = Inspected.handler(HandlerKind.COMMAND, "c", new Commands());

    assertThat(handler.handle(Inspected.message(new Order("o1")))).isEqualTo("done o1");
  }

  @Test
  void throwsWhatTheMethodThrows() {
    HandlerBean handler = Inspected.handler(HandlerKind.COMMAND, "c", new Commands());

    assertThatThrownBy(() -> handler.handle(Inspected.message(new Order(""))))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no id")
        .hasNoCause();
  }

  @Test
  void refusesMessagesOfOthers() {
    HandlerBean handler = Inspected.handler(HandlerKind.COMMAND, "c", new Commands());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> handler.handle(Inspected.message(new Ordered("o1"))))
        .withMessage("c does not handle " + Ordered.class.getName());
  }

  @Test
  void asksTheErrorMethod() throws Throwable {
    HandlerBean handler = Inspected.handler(HandlerKind.EVENT, "d", new Deciding());

    assertThat(handler.decide(new IOException(), recorded(new Ordered("o1")), 2))
        .contains(ErrorDecision.retry());
    assertThat(handler.decide(new IOException(), recorded(new Ordered("o1")), 3))
        .contains(ErrorDecision.park());
  }

  @Test
  void decidesNothingWithoutAnErrorMethod() throws Throwable {
    HandlerBean handler = Inspected.handler(HandlerKind.EVENT, "d", new Derived());

    assertThat(handler.decide(new IOException(), recorded(new Ordered("o1")), 1)).isEmpty();
  }

  @Test
  void sequencesByStreamUnlessDeclared() {
    HandlerBean handler = Inspected.handler(HandlerKind.EVENT, "d", new Derived());

    assertThat(handler.sequencingKey().of(recorded(new Ordered("o1")))).isEqualTo("order-s1");
  }

  @Test
  void sequencesByAComponent() {
    HandlerBean handler = Inspected.handler(sequencedBy("orderId"), new Derived());

    assertThat(handler.sequencingKey().of(recorded(new Ordered("o1")))).isEqualTo("o1");
    assertThat(handler.sequencingKey().of(recorded(new Shipped("o2", 1)))).isEqualTo("o2");
    assertThatExceptionOfType(NoSequencingKeyException.class)
        .isThrownBy(() -> handler.sequencingKey().of(recorded(new Order("o1"))))
        .withMessageContaining("No component orderId is known");
  }

  @Test
  void namesTheEventsWithoutTheComponent() {
    WiringProblems problems = new WiringProblems();

    Inspected.inspect(sequencedBy("parcels"), new Derived(), problems);

    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(WiringException.class)
        .hasMessageContaining("sequenced by parcels, but Ordered has no component of that name")
        .hasMessageNotContaining("Shipped has no component");
  }

  private static HandlerDeclaration sequencedBy(String component) {
    return new HandlerDeclaration(
        HandlerKind.EVENT, "d", Handle.class, 0, component, StartPosition.END, null, null);
  }

  private static RecordedMessage recorded(Object payload) {
    return new RecordedMessage(
        1,
        MessageKind.EVENT,
        "order",
        "s1",
        1,
        Lane.PRIMARY,
        false,
        Inspected.metadata(payload.getClass()),
        "{}",
        message -> payload);
  }
}
