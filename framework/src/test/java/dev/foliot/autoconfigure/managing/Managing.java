package dev.foliot.autoconfigure.managing;

import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.process.OnTimer;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/** An application whose process managers are all wrong. */
@Configuration(proxyBeanMethods = false)
@Import({Managing.Listener.class, Managing.AsBean.class})
public class Managing {
  public static final String PACKAGE = Managing.class.getPackageName();

  @DomainEvent
  record Began(String id) {}

  @DomainEvent
  record Joined(@DataSubject String number, @PersonalData String id) {}

  @DomainEvent
  record Rang(String id) {}

  @ProcessManager(name = "same", sequencedBy = "id")
  static class One {
    @Starts
    void on(Began event) {}
  }

  @ProcessManager(name = "same", sequencedBy = "id")
  static class Two {
    @Starts
    void on(Began event) {}
  }

  @ProcessManager(name = "listener", sequencedBy = "id")
  static class Three {
    @Starts
    void on(Began event) {}
  }

  @ProcessManager(name = "four", sequencedBy = "id")
  static class Four {
    @Starts
    void on(Began event) {}

    @OnTimer
    void on(Rang event) {}
  }

  @Component
  @ProcessManager(name = "five", sequencedBy = "id")
  static class AsBean {
    @Starts
    void on(Began event) {}
  }

  @ProcessManager(name = "ringing", sequencedBy = "id")
  static class Ringing {
    record Timeout(String id) {}

    @Starts
    void on(Began event) {}

    @OnTimer
    void on(Timeout timeout) {}
  }

  @ProcessManager(name = "waiting", sequencedBy = "id")
  static class Waiting {
    record Timeout(String id) {}

    @Starts
    void on(Began event) {}

    @OnTimer
    void on(Timeout timeout) {}
  }

  @ProcessManager(name = "six", sequencedBy = "id")
  static class Six {
    @PersonalData private String name;

    @Starts
    void on(Joined event) {}
  }

  @EventHandler(name = "listener")
  static class Listener {
    @Handle
    void on(Began event) {}
  }
}
