package dev.foliot.projection;

import dev.foliot.message.MessageJson;
import dev.foliot.unitofwork.Transactions;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apiguardian.api.API;

/**
 * The parts that all document projections share.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record DocumentParts(
    DataSource dataSource,
    Transactions transactions,
    MessageJson json,
    Supplier<ExplainMissingRow> missing,
    Supplier<Staleness> staleness) {}
