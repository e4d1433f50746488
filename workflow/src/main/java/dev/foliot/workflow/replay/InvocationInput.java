package dev.foliot.workflow.replay;

import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The known facts about a run when its code is invoked.
 *
 * @param info the run
 * @param memo how outcomes are found
 * @param input its input, as JSON
 * @param entries its journal
 * @param answers all answers from outside, the earliest first, also those in the journal
 * @param ending the status with which it must end after its compensations; null if it continues
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record InvocationInput(
    RunInfo info,
    Workflow.Memo memo,
    String input,
    List<JournalEntry> entries,
    List<Answer> answers,
    @Nullable RunStatus ending) {}
