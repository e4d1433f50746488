package dev.foliot.sample.notification;

import dev.foliot.handler.Handle;
import dev.foliot.outbox.Subscriber;
import dev.foliot.sample.fulfilment.ReviewDue;

/** Asks customers how they like their goods. */
@Subscriber("reviews")
class ReviewLetters {
  private final Emails emails;

  ReviewLetters(Emails emails) {
    this.emails = emails;
  }

  @Handle
  void on(ReviewDue event) {
    emails.save(
        new Email(
            event.customerId(),
            "How do you like your order %s? Write a review.".formatted(event.orderId())));
  }
}
