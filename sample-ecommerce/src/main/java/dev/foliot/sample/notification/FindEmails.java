package dev.foliot.sample.notification;

import dev.foliot.query.Query;

/** The latest letters, newest first, as a list of {@link Email}. */
@Query
public record FindEmails(int limit) {}
