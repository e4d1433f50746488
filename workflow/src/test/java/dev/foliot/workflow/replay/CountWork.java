package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what invocations read and write. */
final class CountWork {
  /** How often a payload was read. */
  int payloads;

  /** How often an entry of the journal was read. */
  int entries;

  /** How often the clock was read. */
  int times;

  /** How many entries the last invocation got. */
  int journal;

  int all() {
    return payloads + entries + times;
  }

  void reset() {
    payloads = 0;
    entries = 0;
    times = 0;
  }

  PayloadCodec counted(PayloadCodec codec) {
    return new PayloadCodec() {
      @Override
      public String write(@Nullable Object value) {
        return codec.write(value);
      }

      @Override
      public @Nullable Object read(String payload, Type type) {
        payloads++;
        return codec.read(payload, type);
      }
    };
  }

  <T> List<T> counted(List<T> list) {
    journal = list.size();
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        entries++;
        return list.get(index);
      }

      @Override
      public int size() {
        return list.size();
      }
    };
  }

  InstantSource counted(InstantSource clock) {
    return () -> {
      times++;
      return clock.instant();
    };
  }
}
