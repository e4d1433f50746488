package dev.foliot.test.bank;

/** What the bank can do wrong. */
enum Mistake {
  NONE,
  /** Counts in a field, and stores the count: after a crash it counts again. */
  COUNTS_IN_MEMORY,
  /** Commits its effect in a transaction of its own. */
  COMMITS_APART,
  /** Decides by the wall clock. */
  ASKS_THE_TIME,
  /** Depends on which of two aggregates' events comes first. */
  FIRST_COMES_FIRST
}
