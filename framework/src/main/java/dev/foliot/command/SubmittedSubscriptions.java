package dev.foliot.command;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Makes the subscriptions for submitted commands: one for each handler of commands.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SubmittedSubscriptions {
  private final CommandTable table;
  private final CommandResults results;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * @param retention how long commands that have ended are known
   */
  public SubmittedSubscriptions(
      CommandTable table, MessageJson json, InstantSource clock, Duration retention) {
    this.table = table;
    this.results = new CommandResults(json);
    this.clock = clock;
    this.retention = retention;
  }

  /** The subscriptions of the command handlers. */
  public List<HandlerBean> of(Collection<HandlerBean> handlers) {
    return handlers.stream()
        .filter(each -> each.kind() == HandlerKind.COMMAND && !each.methods().isEmpty())
        .map(each -> new RunSubmitted(each, table, results, clock, retention).subscription())
        .toList();
  }
}
