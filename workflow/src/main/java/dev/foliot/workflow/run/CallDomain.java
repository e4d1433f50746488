package dev.foliot.workflow.run;

import dev.foliot.Domain;
import dev.foliot.workflow.replay.DomainCalls;
import java.util.UUID;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The domain of the application. Each call joins the transaction of the journal.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CallDomain implements DomainCalls {
  private final Domain domain;
  private final Consumer<Object> publish;

  /**
   * @param publish raises an event that belongs to no aggregate, in the unit of work of this thread
   */
  public CallDomain(Domain domain, Consumer<Object> publish) {
    this.domain = domain;
    this.publish = publish;
  }

  @Override
  public @Nullable Object process(Object command) {
    return domain.process(command);
  }

  @Override
  public void publish(Object event) {
    publish.accept(event);
  }

  @Override
  public UUID submit(Object command) {
    return domain.submit(command).id();
  }
}
