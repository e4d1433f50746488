package dev.foliot.docs;

// docs: today
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// docs: end

/** Code of the page about commands: the date of today. */
class TimeExample {
  // docs: today
  @Configuration
  static class Time {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @Command
  record PayInvoice(String invoiceId) {}

  @CommandHandler
  static class InvoiceCommandHandler {
    private static final ZoneId OFFICE = ZoneId.of("Europe/Zurich");
    private final AggregateRepository<Invoice> invoices;
    private final Clock clock;

    InvoiceCommandHandler(AggregateRepository<Invoice> invoices, Clock clock) {
      this.invoices = invoices;
      this.clock = clock;
    }

    @Handle
    void pay(PayInvoice command) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), OFFICE);
      invoices.get(command.invoiceId()).pay(today);
    }
  }

  // docs: end
}
