package dev.foliot.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.ErrorDecision;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxStatus;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

/** What each command does and says. */
class FoliotCommandIntegrationTests extends ShopTest {
  @Autowired private Outbox outbox;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int foliot(String... arguments) {
    out.reset();
    err.reset();
    String[] all = new String[arguments.length + 1];
    all[0] = "foliot";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new FoliotCommand(
            domain.subscriptions(),
            outbox,
            domain.processes(),
            domain.rebuilds(),
            List.of(hello()),
            new FoliotCommand.Terminal(print(out), print(err), "ann"))
        .run(new CommandLine(new DefaultApplicationArguments(all)));
  }

  /** Of another module. */
  private static Subcommand hello() {
    return new Subcommand() {
      @Override
      public String name() {
        return "hello";
      }

      @Override
      public String help() {
        return "  hello <name>                         greets\n";
      }

      @Override
      public void run(CommandLine line, PrintStream answer) {
        line.allow(2);
        answer.print("Hello " + line.word(1, "the name"));
      }
    };
  }

  @Test
  void runsTheCommandsOfOtherModules() {
    assertThat(foliot("hello", "Ann")).isZero();
    assertThat(said()).isEqualTo("Hello Ann");
    assertThat(foliot("hello")).isEqualTo(FoliotCommand.WRONG_USAGE);
    assertThat(foliot("help")).isZero();
    assertThat(said()).containsPattern("(?s)outbox discard.*\n  hello <name> .*\n  help\n");
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String park(String orderId) {
    faults.decide(ErrorDecision.park());
    faults.fail("reservation", orderId, 1);
    domain.process(new Place(orderId, "p1", 1));
    domain.process(new Cancel(orderId));
    engine().run();
    return domain.subscriptions().parked("reservation", 0, 100).stream()
        .filter(each -> each.streamId().equals(orderId))
        .findFirst()
        .orElseThrow()
        .messageId()
        .toString();
  }

  @Test
  void showsStatusOfAll() {
    park("o1");

    assertThat(foliot("status")).isZero();

    assertThat(said())
        .startsWith("The log ends at position ")
        .contains("No engine runs.")
        .containsPattern(
            "(?m)^SUBSCRIPTION +STATE +LAG +AGE +PER SECOND +HANDLED +WAITING +PARKED$")
        .containsPattern("(?m)^reservation +not owned +0 +- +\\S+ +0 +0 +1$");
    assertThat(complained()).isEmpty();
  }

  /** Two orders with two cancellations each; the first ones have failed. */
  private void failInOutbox() {
    for (String order : List.of("a", "b")) {
      domain.process(new Place(order, "p1", 1));
      domain.process(new Cancel(order));
      domain.process(new Cancel(order));
    }
    jdbc.update(
        "update foliot_outbox set status = 'failed', attempts = 3, error = 'no answer' where id in (select min(id) from foliot_outbox group by message_key)");
  }

  @Test
  void showsWhatTheOutboxHoldsBack() {
    failInOutbox();

    assertThat(foliot("status")).isZero();
    assertThat(said())
        .endsWith("\nOutbox: 2 pending, 2 of them blocked behind a failed one, 2 failed.\n");
    assertThat(foliot("outbox")).isZero();
    assertThat(said())
        .isEqualTo("Outbox: 2 pending, 2 of them blocked behind a failed one, 2 failed.\n");
    assertThat(foliot("outbox", "failed", "--limit=1")).isZero();
    assertThat(said())
        .containsPattern("(?m)^\\d+ +cancellations +order-a +cancelled +\\S+ +3 +- +no answer$")
        .containsPattern("foliot outbox failed --after=\\d+");
  }

  @Test
  void retriesAndDiscardsInTheOutbox() {
    failInOutbox();
    long id = outbox.list(OutboxStatus.FAILED, 1).get(0).id();

    assertThat(foliot("outbox", "retry", String.valueOf(id))).isZero();
    assertThat(said()).isEqualTo("1 message(s) with the id " + id + " are tried again.\n");
    assertThat(
            foliot(
                "outbox",
                "discard",
                "--destination=cancellations",
                "--key=order-b",
                "--reason=sent by hand"))
        .isZero();
    assertThat(said())
        .isEqualTo("1 message(s) of the key order-b to cancellations were discarded by ann.\n");
    assertThat(foliot("outbox", "discarded")).isZero();
    assertThat(said()).contains("discarded by ann at 2026-01-01T00:00:00Z: sent by hand");
    assertThat(foliot("outbox", "retry", "--all")).isZero();
    assertThat(said()).isEqualTo("0 message(s) of all destinations are tried again.\n");
  }

  @Test
  void doesNothingToTheOutboxThatIsNotNamed() {
    failInOutbox();

    assertThat(foliot("outbox", "retry")).isEqualTo(2);
    assertThat(complained()).startsWith("Nothing was done: name one entry by its id, or");
    assertThat(foliot("outbox", "discard", "--all")).isEqualTo(2);
    assertThat(complained()).startsWith("Missing: --reason=");
    assertThat(foliot("outbox", "retry", "o-1")).isEqualTo(2);
    assertThat(foliot("outbox", "empty")).isEqualTo(2);
    assertThat(outbox.report().failed()).isEqualTo(2);
  }

  @Test
  void showsSegmentsAndLanesOfOne() {
    domain.process(new Place("o1", "p1", 1));
    foliot("pause", "reservation", "--reason=stock is counted");

    assertThat(foliot("status", "reservation")).isZero();

    assertThat(said())
        .startsWith("reservation: paused, 0 key(s) waiting, 0 parked")
        .contains("Paused since 2026-01-01T00:00:00Z: stock is counted")
        .containsPattern("(?m)^0 +primary +\\d+ +1 +0 s +\\S+ +0 +-$")
        .containsPattern("(?m)^0 +backfill +\\d+ +0 +- +\\S+ +0 +-$");
    assertThat(foliot("resume", "reservation")).isZero();
    assertThat(said()).isEqualTo("reservation was resumed.\n");
  }

  @Test
  void showsWhatPausesOnOtherNodes() {
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('n2', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update(
        """
        insert into foliot_node_subscription
        (node, subscription, circuit_since, circuit_next_try, circuit_error) values ('n2', 'reservation',
        timestamp with time zone '2026-01-01 00:00:00+00', timestamp with time zone '2026-01-01 00:00:08+00',
        'java.net.ConnectException')""");

    assertThat(foliot("status")).isZero();
    assertThat(said()).containsPattern("(?m)^reservation +circuit open +0 ");
    assertThat(foliot("status", "reservation")).isZero();

    assertThat(said())
        .contains(
            "All messages have failed on node n2 since 2026-01-01T00:00:00Z, the last one with java.net.ConnectException. The node tries one message at 2026-01-01T00:00:08Z.");
  }

  @Test
  void listsShowsAndRetries() {
    String id = park("o1");

    assertThat(foliot("parked")).isZero();
    assertThat(said()).containsPattern("(?m)^reservation +" + id + " +placed +order-o1 ");
    assertThat(foliot("show", "reservation", id)).isZero();
    assertThat(said())
        .contains("payload        placed 1: {\"orderId\":\"o1\"", "waits behind   1 message(s)")
        .contains("java.lang.IllegalStateException: reservation fails on o1");
    assertThat(foliot("retry", "reservation", id)).isZero();
    assertThat(said())
        .isEqualTo(
            "1 message(s) of reservation are tried when an engine runs, but none does now: start one.\n");

    engine().run();
    foliot("held", "reservation");
    assertThat(said()).isEqualTo("Nothing.\n");
    assertThat(faults.calls()).contains("reservation o1 cancelled");
  }

  @Test
  void saysWhereALongListGoesOn() {
    park("o1");
    park("o2");
    park("o3");

    assertThat(foliot("parked", "--limit=2")).isZero();
    Matcher more =
        Pattern.compile("Perhaps there are more: foliot (parked reservation --after=\\d+)\n$")
            .matcher(said());
    assertThat(said()).contains("order-o2").doesNotContain("order-o3");
    assertThat(more.find()).isTrue();
    foliot(more.group(1).split(" "));

    assertThat(said()).contains("order-o3").doesNotContain("order-o2", "Perhaps");
    foliot("discard", "reservation", park("o4"), "--reason=a test");
    foliot("discarded", "reservation", "--limit=1");
    assertThat(said())
        .containsPattern("Perhaps there are more: foliot discarded reservation --after=\\d+\n$");
  }

  // A key may come from anybody
  @Test
  void controlsNoTerminal() {
    String id = park("o1\u001b[2J\nreservation  forged");

    foliot("parked");
    assertThat(said()).contains("order-o1 [2J reservation  forged ").hasLineCount(2);
    foliot("show", "reservation", id);
    assertThat(said()).contains("\n\tat dev.foliot.").doesNotContain("\u001b");
  }

  @Test
  void retriesAggregateKeyOrAll() {
    park("o1");
    park("o2");
    park("o3");

    assertThat(foliot("retry", "reservation", "--category=order", "--id=o1")).isZero();
    assertThat(foliot("retry", "reservation", "--key=order-o2")).isZero();
    assertThat(foliot("retry", "reservation", "--all")).isZero();

    assertThat(said()).startsWith("3 message(s)");
    assertThat(foliot("retry", "reservation")).isEqualTo(2);
    assertThat(complained()).startsWith("Nothing was done: name the id of a message, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--all --category=order --id=o1",
        "--all --key=order-o1",
        "--all %s",
        "--key=order-o1 --category=order --id=o1",
        "--key=order-o1 %s",
        "--category=order --id=o1 %s"
      })
  void retriesNothingThatIsNamedTwice(String targets) {
    String retry = "retry reservation " + targets.formatted(park("o1"));

    assertThat(foliot(retry.split(" "))).isEqualTo(2);
    assertThat(complained()).startsWith("Nothing was done: name ");
  }

  @Test
  void discardsWithAReason() {
    String id = park("o1");

    assertThat(foliot("discard", "reservation", id)).isEqualTo(2);
    assertThat(complained()).isEqualTo("Missing: --reason=…. See foliot help.\n");
    assertThat(foliot("discard", "reservation", id, "--reason=a test")).isZero();
    assertThat(said()).isEqualTo("Discarded by ann; the messages behind it are delivered now.\n");
    assertThat(foliot("discard", "reservation", id, "--reason=a test")).isEqualTo(1);
    assertThat(complained()).startsWith("Subscription reservation has no failed message");
    assertThat(foliot("discarded", "reservation")).isZero();
    assertThat(said()).contains(id, "order-o1", "ann", "a test");
  }

  @Test
  void movesOnlyWhenItIsConfirmed() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();

    assertThat(foliot("move", "reservation", "start")).isZero();
    String plan = said();
    assertThat(plan).contains("handles 1 message(s) again", "Nothing was moved. Do it with");
    Matcher confirmation = Pattern.compile("--confirm=(\\S+)").matcher(plan);
    assertThat(confirmation.find()).isTrue();
    assertThat(foliot("move", "reservation", "start", "--confirm=0-00000000")).isEqualTo(1);
    assertThat(complained()).startsWith("Nothing was moved");
    assertThat(foliot("move", "reservation", "start", confirmation.group())).isZero();

    assertThat(said()).endsWith("It was moved.\n");
    engine().run();
    assertThat(faults.calls()).filteredOn("reservation o1"::equals).hasSize(2);
    assertThat(foliot("move", "reservation", "end", "--yes")).isZero();
  }

  @Test
  void removesOnlyWithYes() {
    jdbc.update("insert into foliot_subscription (name, since, segments) values ('gone', 0, 1)");

    assertThat(foliot("remove", "gone")).isEqualTo(2);
    assertThat(foliot("remove", "gone", "--yes")).isZero();
    assertThat(foliot("remove", "reservation", "--yes")).isEqualTo(1);
    assertThat(complained()).contains("a handler of this application belongs to it");
  }

  @Test
  void helpsAndRefusesWhatItDoesNotUnderstand() {
    assertThat(foliot("help")).isZero();
    assertThat(said()).startsWith("Usage: java -jar application.jar foliot <command>");
    assertThat(foliot()).isEqualTo(2);
    assertThat(foliot("pose")).isEqualTo(2);
    assertThat(complained()).isEqualTo("There is no command foliot pose. See foliot help.\n");
    assertThat(foliot("status", "--lmit=3")).isEqualTo(2);
    assertThat(complained()).startsWith("--lmit is not an option of foliot status.");
    assertThat(foliot("parked", "reservation", "--limit=many")).isEqualTo(2);
    assertThat(foliot("show", "reservation", "4711")).isEqualTo(2);
    assertThat(foliot("status", "reservations")).isEqualTo(1);
    assertThat(complained()).startsWith("No subscription has the name reservations; known are");
  }

  @Test
  void takesOnlyCommandLinesThatBeginWithFoliot() {
    assertThat(CommandLine.isCommand("--a=b", "import", "foliot")).isFalse();
    assertThat(CommandLine.isCommand()).isFalse();
    assertThat(CommandLine.isCommand("--spring.profiles.active=x", "foliot", "status")).isTrue();
  }

  @Test
  void leavesPropertiesToTheApplication() {
    assertThat(foliot("parked", "--spring.profiles.active=x", "--limit=0", "--limit=7")).isZero();
    assertThat(foliot("pause", "reservation", "--reason=")).isEqualTo(2);
    assertThat(complained()).isEqualTo("Missing: --reason=…. See foliot help.\n");
    assertThat(foliot("parked", "--limit")).isEqualTo(2);
    assertThat(complained()).isEqualTo("--limit must be a number, not \"\". See foliot help.\n");
  }
}
