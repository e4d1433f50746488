package dev.foliot.sample.fraud;

/** The points that one rule gives to an order: more points, more doubts. */
record Score(String orderId, int points, String reason) {}
