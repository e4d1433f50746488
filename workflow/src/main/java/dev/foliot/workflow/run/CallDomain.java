package dev.foliot.workflow.run;

import dev.foliot.Domain;
import dev.foliot.workflow.replay.DomainCalls;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The domain of the application, as one run calls it. Each call joins the transaction of the
 * journal.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CallDomain implements DomainCalls {
  private final Domain domain;
  private final PublishEvents publish;
  private final String runId;

  public CallDomain(Domain domain, PublishEvents publish, String runId) {
    this.domain = domain;
    this.publish = publish;
    this.runId = runId;
  }

  @Override
  public @Nullable Object process(Object command) {
    return domain.process(command);
  }

  @Override
  public void publish(Object event) {
    publish.publish(runId, event);
  }

  @Override
  public String eventType(Class<?> event) {
    return publish.typeOf(event);
  }

  @Override
  public UUID submit(Object command) {
    return domain.submit(command).id();
  }
}
