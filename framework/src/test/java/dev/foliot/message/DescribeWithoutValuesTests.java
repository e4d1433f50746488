package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The texts of Jackson quote values, keys of maps and the texts of other exceptions. */
class DescribeWithoutValuesTests {
  private final MessageJson json = new MessageJson(new MessageTypes(List.of()));

  record Checked(String name) {
    Checked {
      if (name.equals("Jane")) {
        throw new IllegalArgumentException("no room for " + name);
      }
    }
  }

  record Guest(Checked checked, int age) {}

  record Shown(String name) {
    @Override
    public String name() {
      throw new IllegalStateException("no mask for " + name);
    }
  }

  record Guests(Map<String, Guest> byName) {}

  private static String described(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("quotes the value").hasMessageContaining("Jane");
    return MessageJson.describeWithoutValues(thrown);
  }

  @Test
  void exceptionOfAConstructorIsNotQuoted() {
    assertThat(
            described(() -> json.read("{\"checked\":{\"name\":\"Jane\"},\"age\":1}", Guest.class)))
        .isEqualTo("field checked: its code threw java.lang.IllegalArgumentException");
  }

  @Test
  void exceptionOfAnAccessorIsNotQuoted() {
    assertThat(described(() -> json.write(new Shown("Jane"))))
        .isEqualTo("field name: its code threw java.lang.IllegalStateException");
  }

  @Test
  void valueAndKeyOfAMapAreNotQuoted() {
    assertThat(
            described(
                () ->
                    json.read(
                        "{\"byName\":{\"Jane\":{\"checked\":{\"name\":\"\"},\"age\":\"Jane\"}}}",
                        Guests.class)))
        .isEqualTo("field byName.[].age: its JSON does not fit the reader of int");
  }

  @Test
  void brokenJsonIsNotQuoted() {
    assertThat(described(() -> json.read("{\"checked\":Jane}", Guest.class)))
        .isEqualTo("its JSON is broken");
    assertThat(MessageJson.describeWithoutValues(catchThrowable(() -> json.read("{", Guest.class))))
        .isEqualTo("its JSON is broken");
  }

  interface Shape {}

  record Drawn(Shape shape) {}

  @Test
  void problemOfATypeIsDescribed() {
    assertThat(
            MessageJson.describeWithoutValues(
                catchThrowable(() -> json.read("{\"shape\":{}}", Drawn.class))))
        .startsWith("field shape: Cannot construct instance of `" + Shape.class.getName() + "`");
  }
}
