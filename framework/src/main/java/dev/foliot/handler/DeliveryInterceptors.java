package dev.foliot.handler;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Message;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Calls the interceptors of a delivery, one within the other, and then the handler.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DeliveryInterceptors {
  /** For an application without interceptors. */
  public static final DeliveryInterceptors NONE = new DeliveryInterceptors(List.of());

  /** The reason for a message that an interceptor has passed over. */
  public static final String PASSED_OVER = "passed over by a DeliveryInterceptor";

  private final List<DeliveryInterceptor> interceptors;

  /** The call of a handler. */
  @FunctionalInterface
  public interface HandlerCall {
    Outcome run() throws Throwable;
  }

  /**
   * @param interceptors in their order, the outermost first
   */
  public DeliveryInterceptors(List<DeliveryInterceptor> interceptors) {
    this.interceptors = List.copyOf(interceptors);
  }

  /** Whether there is none, so that a call needs no description. */
  public boolean isEmpty() {
    return interceptors.isEmpty();
  }

  /**
   * Surrounds the call of a handler.
   *
   * @return the outcome of the call; {@link Outcome#IGNORED} if an interceptor passed over it
   */
  public Outcome deliver(DeliveryAttempt attempt, List<Message> messages, HandlerCall call)
      throws Throwable {
    Chain chain = new Chain(attempt, List.copyOf(messages), call);
    chain.intercept(0);
    return chain.outcome;
  }

  private final class Chain {
    private final DeliveryAttempt attempt;
    private final List<Message> messages;
    private final HandlerCall call;
    private Outcome outcome = Outcome.IGNORED;

    Chain(DeliveryAttempt attempt, List<Message> messages, HandlerCall call) {
      this.attempt = attempt;
      this.messages = messages;
      this.call = call;
    }

    void intercept(int place) throws Throwable {
      if (place == interceptors.size()) {
        outcome = call.run();
      } else {
        interceptors.get(place).intercept(new Invocation(this, place));
      }
    }
  }

  private static final class Invocation implements DeliveryInvocation {
    private final Chain chain;
    private final int place;
    private boolean proceeded;

    Invocation(Chain chain, int place) {
      this.chain = chain;
      this.place = place;
    }

    @Override
    public DeliveryAttempt attempt() {
      return chain.attempt;
    }

    @Override
    public List<Message> messages() {
      return chain.messages;
    }

    @Override
    public void proceed() throws Throwable {
      if (proceeded) {
        throw new IllegalStateException(
            "A DeliveryInterceptor called proceed() twice for message %s of %s. Call it once: a delivery that fails is tried again by the engine, in a new transaction."
                .formatted(chain.attempt.metadata().id(), chain.attempt.subscription()));
      }
      proceeded = true;
      chain.intercept(place + 1);
    }
  }
}
