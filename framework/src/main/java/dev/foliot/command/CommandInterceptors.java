package dev.foliot.command;

import dev.foliot.message.Message;
import dev.foliot.unitofwork.Transactions.Work;
import java.util.List;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Calls the interceptors of a command, one within the other, and then the surrounded code.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandInterceptors {
  /** For an application without interceptors. */
  public static final CommandInterceptors NONE = new CommandInterceptors(List.of());

  private final List<CommandInterceptor> interceptors;

  /**
   * @param interceptors in their order, the outermost first
   */
  public CommandInterceptors(List<CommandInterceptor> interceptors) {
    this.interceptors = List.copyOf(interceptors);
  }

  /** Whether there are none, so that a call needs no description. */
  boolean isEmpty() {
    return interceptors.isEmpty();
  }

  /** Surrounds the handling of a command. */
  @Nullable Object process(Message command, Handling handling) throws Throwable {
    return new Invocation(command, false, 0, handling).proceed();
  }

  /** Surrounds the storing of a command, and returns the id of its receipt. */
  UUID submit(Message command, Work<UUID> storing) throws Throwable {
    if (interceptors.isEmpty()) {
      return storing.run();
    }
    Object result = new Invocation(command, true, 0, storing::run).proceed();
    if (result instanceof UUID receipt) {
      return receipt;
    }
    throw new IllegalStateException(
        "An interceptor answered the submitted command %s with %s. For a submitted command, proceed() returns the id of the receipt: let each CommandInterceptor return this id, or throw."
            .formatted(
                command.metadata().type(), result == null ? "null" : result.getClass().getName()));
  }

  private final class Invocation implements CommandInvocation {
    private final Message message;
    private final boolean submitted;
    private final int place;
    private final Handling surrounded;
    private boolean proceeded;

    Invocation(Message message, boolean submitted, int place, Handling surrounded) {
      this.message = message;
      this.submitted = submitted;
      this.place = place;
      this.surrounded = surrounded;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public boolean isSubmitted() {
      return submitted;
    }

    @Override
    public @Nullable Object proceed() throws Throwable {
      if (proceeded) {
        throw new IllegalStateException(
            "A CommandInterceptor called proceed() twice for command %s. Call it once: a conflict is tried again by domain.process, in a new transaction."
                .formatted(message.metadata().type()));
      }
      proceeded = true;
      if (place == interceptors.size()) {
        return surrounded.run();
      }
      return interceptors
          .get(place)
          .intercept(new Invocation(message, submitted, place + 1, surrounded));
    }
  }
}
