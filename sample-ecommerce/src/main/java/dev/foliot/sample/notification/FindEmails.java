package dev.foliot.sample.notification;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The latest letters, newest first, as a list of {@link Email}. */
@Query
public record FindEmails(int limit) implements Returns<List<Email>> {}
