package dev.foliot.test.waits;

import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.message.Upcasts;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import tools.jackson.databind.node.ObjectNode;

@SpringBootApplication
class WaitsApplication {
  @DomainEvent(name = "approved")
  record Approved(String order, BigDecimal amount) {}

  @DomainEvent(name = "signed-up")
  record SignedUp(String request, @DataSubject String customer, @PersonalData String email) {}

  /** Was stored as {@code parcel-sent} first, with the field {@code order}. */
  @DomainEvent(name = "shipped", version = 2, aliases = "parcel-sent")
  record Shipped(String parcel) {}

  /** Had the field {@code mail} and no guest at first. */
  @DomainEvent(name = "invited", version = 2)
  record Invited(String request, @DataSubject @Nullable String guest, @PersonalData String email) {}

  /** An event whose code fails. */
  @DomainEvent(name = "broken")
  record Broken(String order, String fault) {
    Broken {
      if (fault.equals("constructor")) {
        throw new AssertionError("a bug of the constructor");
      }
    }

    @Override
    public String fault() {
      if (fault.equals("accessor")) {
        throw new IllegalStateException("a bug of the accessor");
      }
      return fault;
    }
  }

  @EventHandler
  static class Upcasters {
    @Upcasts(name = "invited", from = 1, to = 2)
    ObjectNode email(ObjectNode stored) {
      return stored.put("email", stored.remove("mail").asString());
    }

    @Upcasts(name = "shipped", from = 1, to = 2)
    ObjectNode parcel(ObjectNode stored) {
      return stored.put("parcel", stored.remove("order").asString());
    }

    @Handle
    void on(Approved event) {}
  }
}
