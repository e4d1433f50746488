package dev.foliot.workflow.admission;

import java.time.Instant;

/** A policy that decides about a start: a pure function. */
interface StartPolicy {
  Verdict decide(PolicyState state, Arrival arrival, Instant now);
}
