package dev.foliot.live;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.Views;
import dev.foliot.unitofwork.Transactions;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * The parts that live reads need.
 *
 * @param views reads rows
 * @param rows reads several rows at once, if possible
 * @param handlers knows the projectors of a projection
 * @param progress notifies of deliveries
 * @param marks shows whether there were deliveries
 * @param transactions opens a transaction for each read
 * @param threads run reads and signals
 * @param nanoTime measures the time between reads
 * @param settings how often rows are read
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LiveParts(
    Views views,
    RowsByIds rows,
    HandlerRegistry handlers,
    ProjectionProgress progress,
    ProgressMarks marks,
    Transactions transactions,
    LiveThreads threads,
    LongSupplier nanoTime,
    LiveSettings settings) {

  Set<String> projectorsOf(Class<?> projection) {
    return handlers.all().stream()
        .filter(bean -> bean.projection().filter(projection::equals).isPresent())
        .map(HandlerBean::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
