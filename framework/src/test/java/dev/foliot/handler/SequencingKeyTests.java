package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.handler.SequencingKey.ByComponent;
import dev.foliot.handler.SequencingKey.ByCorrelation;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestMetadata;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A component of any class gives a key, or a failure that its message has for good. */
class SequencingKeyTests {
  enum Text {
    THROWS,
    NULL,
    RIGHT
  }

  static final class Group {
    private final Text text;

    Group(Text text) {
      this.text = text;
    }

    @Override
    public String toString() {
      if (text == Text.THROWS) {
        throw new IllegalStateException("no text");
      }
      return text == Text.NULL ? null : "group";
    }
  }

  record GroupId(Group value) {
    @Override
    public Group value() {
      if (value == null) {
        throw new IllegalStateException("no value");
      }
      return value;
    }
  }

  record Joined(Object group) {}

  private final ByComponent component = new ByComponent("group", Map.of(Joined.class, accessor()));
  private final ByCorrelation correlation = new ByCorrelation(component);

  private static MethodHandle accessor() {
    try {
      return MethodHandles.lookup().unreflect(Joined.class.getDeclaredMethod("group"));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static RecordedMessage message(Joined event) {
    return new RecordedMessage(
        7,
        MessageKind.EVENT,
        "group",
        "1",
        1,
        Lane.PRIMARY,
        false,
        TestMetadata.of(new UUID(0, 7), "joined"),
        "{}",
        stored -> event);
  }

  @Test
  void textOfTheComponentIsTheKey() {
    Group group = new Group(Text.RIGHT);

    assertThat(component.of(message(new Joined(group)))).isEqualTo("group");
    assertThat(component.of(message(new Joined(null)))).isEqualTo("null");
    assertThat(correlation.of(message(new Joined(new GroupId(group))))).isEqualTo("group");
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWS", "NULL"})
  void componentWithoutATextGivesNoKey(Text text) {
    Group group = new Group(text);

    assertThatExceptionOfType(NoSequencingKeyException.class)
        .isThrownBy(() -> component.of(message(new Joined(group))))
        .withMessage("Reading group of " + Joined.class.getName() + " failed");
    assertThatExceptionOfType(NoSequencingKeyException.class)
        .isThrownBy(() -> correlation.ofEvent(new Joined(new GroupId(group))));
    assertThatExceptionOfType(NoSequencingKeyException.class)
        .isThrownBy(() -> correlation.ofEvent(new Joined(new GroupId(null))));
  }
}
