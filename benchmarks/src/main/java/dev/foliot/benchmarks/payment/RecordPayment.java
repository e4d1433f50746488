package dev.foliot.benchmarks.payment;

import dev.foliot.command.Command;

/** Records a payment. Payments do not wait for each other. */
@Command(name = "record-payment")
public record RecordPayment(String paymentId, String accountId, long cents) {}
