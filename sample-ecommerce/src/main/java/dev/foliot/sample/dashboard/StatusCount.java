package dev.foliot.sample.dashboard;

/** How many orders have come so far. */
public record StatusCount(String status, long orders) {}
