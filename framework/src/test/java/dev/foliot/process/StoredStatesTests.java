package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.PayloadSeal;
import dev.foliot.message.StateJson;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

class StoredStatesTests {
  record Placed(String orderId) {}

  @ProcessManager(name = "later", sequencedBy = "orderId")
  static class UnstorableLater {
    @Nullable SortedSet<Integer> amounts;

    @Starts
    void placed(Placed event) {}
  }

  private final MessageTypes types =
      new MessageTypes(
          List.of(new MessageType(MessageKind.EVENT, "placed", 1, Placed.class, null)));
  private final StoredStates states =
      new StoredStates(
          ProcessInspection.inspect(
                  UnstorableLater.class,
                  types,
                  parameter -> {
                    throw new NoSuchBeanDefinitionException(parameter.getParameterType());
                  },
                  new WiringProblems())
              .orElseThrow(),
          new MessageJson(types),
          StateJson.sealed(PayloadSeal::none));

  @Test
  void emptyFieldProvesNothing() {
    LoadedProcess instance = new LoadedProcess("later", "o1");
    UnstorableLater object = new UnstorableLater();
    assertThat(states.write(instance, object).plain()).isEqualTo("{\"amounts\":null}");
    object.amounts = new TreeSet<>(Comparator.reverseOrder());
    object.amounts.addAll(List.of(1, 2));

    assertThatExceptionOfType(UnstorableStateException.class)
        .isThrownBy(() -> states.write(instance, object))
        .withMessageContaining("field amounts was another java.util.TreeSet");
  }
}
