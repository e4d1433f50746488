package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that is regarded as free of personal data stays in memory, and in texts, as it is. */
class PersonalDataTypesTests {
  record Person(@DataSubject String id, @PersonalData String name) {}

  /** Its type argument is no personal data. */
  record Contact<T>(@DataSubject String id, @PersonalData String address, T kind) {}

  record Wrapped<T extends Person>(T person) {}

  static final class Address {
    @PersonalData String street = "";
  }

  record Direct(Person person) {}

  record Nested(Map<String, List<Person>> people) {}

  record InArray(Person[] people) {}

  record InGenericRecord(Contact<Integer> contact) {}

  record InGenericArray(Optional<Person>[] people) {}

  record InClass(@DataSubject String id, Address address) {}

  record Free(Map<String, List<String>> texts, Optional<Free> other) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        Direct.class,
        Nested.class,
        InArray.class,
        InGenericRecord.class,
        InGenericArray.class,
        Wrapped.class,
        InClass.class
      })
  void findsPersonalData(Class<?> message) {
    assertThat(PersonalDataTypes.isCarrier(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(classes = {Free.class, String.class})
  void findsNoneElsewhere(Class<?> message) {
    assertThat(PersonalDataTypes.isCarrier(message)).isFalse();
  }
}
