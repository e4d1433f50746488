package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.managing.Managing;
import dev.foliot.handler.WiringException;
import org.junit.jupiter.api.Test;

/** R38: process managers that do not fit together are named at the start, all at once. */
class WiringOfProcessesTests {
  private static final String HERE = Managing.class.getName() + "$";

  @Test
  void everythingWrongIsNamedAtOnce() {
    FoliotRunner.application(Managing.class, Managing.PACKAGE)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOf(WiringException.class)
                    .hasMessageContaining(
                        "The name same is taken by both " + HERE + "One and " + HERE + "Two.")
                    .hasMessageNotContaining("The message name same")
                    .hasMessageContaining(
                        "The message name Timeout is declared by both "
                            + HERE
                            + "Ringing$Timeout and "
                            + HERE
                            + "Waiting$Timeout. Give one of them another name, for example @TimerMessage(name = \"…\").")
                    .hasMessageContaining(
                        "Waiting.on has the first parameter "
                            + HERE
                            + "Waiting$Timeout, and another timer has a message of this name. Give it a name of its own: @TimerMessage(name = \"…\").")
                    .hasMessageContaining("The name listener is taken by both ")
                    .hasMessageContaining(
                        HERE
                            + "Rang is of the kinds EVENT and TIMER. A message is of one kind: let an @OnTimer method take a record of its own.")
                    .hasMessageContaining(
                        "is a process manager, but each instance of a process is an object of its own. Remove its @Component or @Bean.")
                    .hasMessageContaining(
                        "six is sequenced by "
                            + HERE
                            + "Joined.id, which is @PersonalData. Sequence it by an id that contains no personal data.")
                    .hasMessageContaining(
                        HERE
                            + "Six.name, in process six, is @PersonalData, but neither its record nor one around it has a @DataSubject."));
  }
}
