package dev.foliot.personaldata;

import dev.foliot.message.Given;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Forgets a person: data that was stored under its key can never be read again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ForgetSubject {
  private final CachedKeys keys;
  private final List<SubjectTraces> traces;
  private final Transactions transactions;

  public ForgetSubject(CachedKeys keys, List<SubjectTraces> traces, Transactions transactions) {
    this.keys = keys;
    this.traces = List.copyOf(traces);
    this.transactions = transactions;
  }

  /**
   * Destroys the key and removes other traces of the person, in the unit of work of this thread or
   * in a transaction of its own. It may be called again.
   *
   * @param subject the value of the {@link DataSubject} component
   * @return whether there was a key to destroy
   */
  public boolean forget(Object subject) {
    String id = SubjectId.of(Given.value(subject, "domain.forget", "the id of a data subject"));
    return transactions.inCurrentOrNew(
        () -> {
          boolean destroyed = keys.destroy(id);
          // First the key, then the caches: otherwise a cache could read the key once more.
          UnitOfWork.required().afterCommit(() -> keys.forgotten(id));
          traces.forEach(each -> each.remove(id));
          return destroyed;
        });
  }
}
