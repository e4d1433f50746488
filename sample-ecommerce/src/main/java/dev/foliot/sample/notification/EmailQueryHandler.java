package dev.foliot.sample.notification;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Limit;

@QueryHandler
class EmailQueryHandler {
  private final Emails emails;

  EmailQueryHandler(Emails emails) {
    this.emails = emails;
  }

  @Handle
  List<Email> latest(FindEmails query) {
    return emails.findByOrderByIdDesc(Limit.of(query.limit()));
  }
}
