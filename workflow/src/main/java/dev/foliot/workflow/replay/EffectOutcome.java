package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.EntryDetails;

/** The outcome of an effect that is stored together with it. */
record EffectOutcome(String payload, EntryDetails details) {}
