package dev.foliot.docs;

// docs: nested
import dev.foliot.Domain;
import dev.foliot.event.DomainEvent;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
// docs: end
import dev.foliot.personaldata.SubjectKind;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Code of the page about personal data. */
class PersonalDataExample {
  // docs: nested
  @DomainEvent
  record Invited(@DataSubject String hostId, @PersonalData String greeting, List<Guest> guests) {}

  record Guest(@DataSubject String guestId, @PersonalData String name) {} // a key for each guest

  // docs: end

  // docs: kinds
  @SubjectKind("employee")
  record EmployeeId(long number) {}

  @DomainEvent
  record Hired(@DataSubject EmployeeId employee, @PersonalData String name) {}

  // docs: end

  static class ForgetCustomers {
    private final JdbcClient jdbc;
    private final Domain domain;

    ForgetCustomers(JdbcClient jdbc, Domain domain) {
      this.jdbc = jdbc;
      this.domain = domain;
    }

    // docs: forget
    @Transactional
    public void forget(String customerId) {
      jdbc.sql("delete from email where recipient = ?").param(customerId).update();
      domain.forget(customerId);
    }
    // docs: end
  }
}
