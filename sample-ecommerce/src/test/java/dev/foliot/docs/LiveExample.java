package dev.foliot.docs;

// docs: subscribe
import dev.foliot.Domain;
import dev.foliot.live.Change;
import dev.foliot.live.RowFilter;
import dev.foliot.sample.inventory.StockLevel;
import java.util.List;
import java.util.concurrent.Flow;
// docs: end
import java.util.function.Predicate;
import org.springframework.data.domain.Example;

/** Code of the guide about queries. */
final class LiveExample {
  private LiveExample() {}

  // docs: subscribe

  static void watch(Domain domain, String productId) {
    domain
        .changes(StockLevel.class, productId)
        .subscribe(
            new Flow.Subscriber<Change<StockLevel>>() {
              private Flow.Subscription subscription;

              @Override
              public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                subscription.request(1); // cancel() when you need no more
              }

              @Override
              public void onNext(Change<StockLevel> change) {
                String text =
                    change.row().map(level -> level.available() + " left").orElse("unknown");
                System.out.println(change.id() + ": " + text);
                subscription.request(1);
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onComplete() {} // the application ends
            });
  }

  // docs: end

  // docs: filters
  static final Predicate<StockLevel> SOLD_OUT = level -> level.available() == 0;

  static List<Flow.Publisher<Change<StockLevel>>> filters(Domain domain, StockLevel probe) {
    return List.of(
        domain.changes(StockLevel.class, RowFilter.ids(List.of("prod-1", "prod-2"))),
        domain.changes(StockLevel.class, RowFilter.like(Example.of(probe))),
        domain.changes(StockLevel.class, RowFilter.where(SOLD_OUT).atMost(5_000)));
  }
  // docs: end
}
