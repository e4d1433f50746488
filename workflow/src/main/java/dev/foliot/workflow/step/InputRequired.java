package dev.foliot.workflow.step;

/**
 * A question to a person, which is put on the stream of the run. If a step returns a question, a
 * callback with the simple name of its class is opened. The answer completes the callback, and the
 * run continues with it. {@link StepContext#callbackId()} is the id of the callback.
 *
 * @param <A> the class of the answer
 */
public interface InputRequired<A extends HumanResponse> {}
