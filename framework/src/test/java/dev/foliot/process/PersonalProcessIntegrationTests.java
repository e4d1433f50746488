package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.MessageJson;
import dev.foliot.personaldata.AllText;
import dev.foliot.process.checkout.CheckoutTest;
import dev.foliot.process.checkout.Greeting.Customer;
import dev.foliot.process.checkout.Greeting.Praised;
import dev.foliot.process.checkout.Greeting.Registered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Personal data in states, timers and registered commands, and states of earlier versions. */
class PersonalProcessIntegrationTests extends CheckoutTest {
  private static final Condition<String> READABLE =
      new Condition<>(text -> text.contains("Ann Smith") || text.contains("wonderful"), "readable");

  private static final AtomicInteger CUSTOMERS = new AtomicInteger();

  /** A node remembers forgotten persons. */
  private final String id = "c" + CUSTOMERS.incrementAndGet();

  @Autowired private MessageJson json;

  private void registered() {
    domain.append(Customer.class, id, List.of(new Registered(id, "Ann Smith")));
  }

  private void praised() {
    domain.append(Customer.class, id, List.of(new Praised(id, "wonderful")));
  }

  private List<String> letters() {
    return jdbc
        .queryForList(
            "select payload from foliot_message where type = 'SendLetter' order by position",
            String.class)
        .stream()
        .map(json::readable)
        .map(letter -> letter.replace("\"" + id + "\"", "\"c1\""))
        .toList();
  }

  @Test
  void everythingIsSealedAndComesBack() {
    registered();
    run();
    assertThat(AllText.in(jdbc)).areNot(READABLE);

    runAfter(Duration.ofDays(1));
    praised();
    run();

    assertThat(AllText.in(jdbc)).areNot(READABLE);
    assertThat(letters())
        .containsExactly(
            "{\"customerId\":\"c1\",\"text\":\"Hello Ann Smith alias Ann Smith1.50\"}",
            "{\"customerId\":\"c1\",\"text\":\"Ann Smith said wonderful\"}",
            "{\"customerId\":\"c1\",\"text\":\"Sorry, Ann Smith\"}");
  }

  @Test
  void forgottenPersonIsSomebody() {
    registered();
    run();
    domain.forget(id);

    runAfter(Duration.ofDays(1));
    praised();
    run();

    assertThat(jdbc.queryForObject("select count(*) from foliot_process_transition", Long.class))
        .isEqualTo(3);
    assertThat(calls.all()).containsExactly("due somebody of somebody", "praised as nothing");
    assertThat(letters()).hasSize(3).allMatch(each -> each.contains("nothing"));
    assertThat(domain.processes().find("greeting", id).orElseThrow().state())
        .isEqualTo("{\"credit\":1.50,\"customerId\":\"%s\",\"name\":\"somebody\"}", id);
  }

  @Test
  void displaysShowNoPersonalData() {
    registered();
    run();

    ProcessInstance shown = domain.processes().find("greeting", id).orElseThrow();

    assertThat(shown.state())
        .isEqualTo("{\"credit\":1.50,\"customerId\":\"%s\",\"name\":\"somebody\"}", id);
    assertThat(shown.transitions().get(0).changes()).isEqualTo(shown.state());
    assertThat(shown.toString()).isNot(READABLE);
  }

  @Test
  void earlyEventIsSealedToo() {
    praised();
    run();
    assertThat(AllText.in(jdbc)).areNot(READABLE);

    registered();
    run();

    assertThat(letters().get(0)).contains("Ann Smith said wonderful");
  }

  @Test
  void earlyEventOfAForgottenPersonHasPlaceholders() {
    praised();
    run();
    domain.forget(id);

    registered();
    run();

    assertThat(calls.all()).containsExactly("praised as nothing");
    assertThat(letters()).isNotEmpty().allMatch(each -> each.contains("nothing"));
    assertThat(domain.processes().transitions("greeting", id)).hasSize(2);
    assertThat(AllText.in(jdbc)).areNot(READABLE);
    assertThat(jdbc.queryForList("select * from foliot_process_early")).isEmpty();
  }

  @Test
  void onlyChangedFieldsAreInTheTransition() {
    registered();
    run();
    praised();
    run();

    assertThat(domain.processes().transitions("greeting", id).get(1).changes()).isNull();
  }

  @Test
  void stateOfEarlierVersionGoesThroughUpcasters() {
    registered();
    run();
    jdbc.update(
        "update foliot_process set state_version = 1, state = ?",
        "{\"credit\":2.50,\"customerId\":\"%s\",\"fullName\":\"Bob\",\"gone\":true}".formatted(id));

    praised();
    run();

    assertThat(letters().get(0)).contains("Bob said wonderful");
    assertThat(jdbc.queryForMap("select state_version from foliot_process"))
        .containsEntry("state_version", 2);
  }

  @Test
  void unreadableStateParksTheEvent() {
    registered();
    run();
    jdbc.update("update foliot_process set state = '{\"credit\":\"much\"}'");

    praised();

    assertThat(run().leftovers())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.attempts()).isEqualTo(1);
              assertThat(left.error())
                  .contains("The state of process greeting " + id + ", of version 2, does not fit")
                  .contains("field credit");
            });
  }

  @Test
  void errorAboutUnreadableStateHidesPersonalData() {
    registered();
    run();
    String sealed =
        jdbc.queryForObject("select state from foliot_process", String.class)
            .replace("\"credit\":1.50", "\"credit\":\"Ann Smith\"");
    jdbc.update("update foliot_process set state = ?", sealed);

    praised();

    assertThat(run().leftovers().get(0).error())
        .contains("field credit")
        .contains("[personal data]")
        .isNot(READABLE);
    assertThat(AllText.in(jdbc)).filteredOn(text -> text.contains("Unreadable")).areNot(READABLE);
  }
}
