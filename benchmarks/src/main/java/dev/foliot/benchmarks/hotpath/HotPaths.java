package dev.foliot.benchmarks.hotpath;

import dev.foliot.benchmarks.account.Deposited;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * The paths that every message or event takes. A method whose name ends with {@code ByHand} does
 * what the one before it does, without Foliot.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Xmx1g")
public class HotPaths {

  /** From a message to the method that handles it. */
  @Benchmark
  public Object dispatch(Prepared prepared) throws Throwable {
    prepared.handler.handle(prepared.message);
    return prepared.message;
  }

  @Benchmark
  public Object dispatchByHand(Prepared prepared) {
    prepared.listener.on(prepared.event);
    return prepared.event;
  }

  /** An event to JSON. */
  @Benchmark
  public List<String> write(Prepared prepared) {
    return prepared.json.writePayloads(prepared.events);
  }

  @Benchmark
  public String writeByHand(Prepared prepared) {
    return prepared.plainJson.writeValueAsString(prepared.event);
  }

  /** JSON to an event. */
  @Benchmark
  public Object read(Prepared prepared) {
    return prepared.json.read(prepared.recorded);
  }

  @Benchmark
  public Deposited readByHand(Prepared prepared) {
    return prepared.plainJson.readValue(prepared.recorded.storedJson(), Deposited.class);
  }

  /** An aggregate from 1,000 events that the node remembers, after a look for newer ones on H2. */
  @Benchmark
  public long fold(Prepared prepared) {
    return prepared.accounts.get(Prepared.ACCOUNT).balance();
  }

  @Benchmark
  public long foldByHand(Prepared prepared) {
    long balance = 0;
    for (Object event : prepared.manyEvents) {
      if (event instanceof Deposited deposited) {
        balance += deposited.cents();
      }
    }
    return balance;
  }

  /** The metadata of a new message: its id, its time and where it comes from. */
  @Benchmark
  public Object metadata(Prepared prepared) {
    return prepared.messages.raised(prepared.event, prepared.message.metadata(), null).metadata();
  }

  @Benchmark
  public Object metadataByHand(Prepared prepared) {
    return PlainMetadata.causedBy(prepared.message.metadata());
  }
}
