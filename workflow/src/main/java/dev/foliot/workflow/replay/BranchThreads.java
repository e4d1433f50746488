package dev.foliot.workflow.replay;

import java.util.concurrent.Executor;
import org.apiguardian.api.API;

/**
 * The threads of branches.
 *
 * @param executor runs each branch in a thread of its own; it never lets one branch wait for
 *     another
 * @param max the maximum number of branches of one invocation that hold a thread, at each level of
 *     nesting
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record BranchThreads(Executor executor, int max) {}
