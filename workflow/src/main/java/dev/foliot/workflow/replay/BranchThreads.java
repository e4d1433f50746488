package dev.foliot.workflow.replay;

import java.util.concurrent.Executor;
import org.apiguardian.api.API;

/**
 * The threads of branches.
 *
 * @param executor runs each branch in a thread of its own; it never lets one wait for another
 * @param max how many branches of one invocation hold a thread at once, at each level of nesting
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record BranchThreads(Executor executor, int max) {}
