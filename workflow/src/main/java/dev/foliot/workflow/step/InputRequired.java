package dev.foliot.workflow.step;

/**
 * A question to a person. It is put on the stream of the run. A step that gives it opens a callback
 * with the simple name of its class, and the run goes on with the answer that completes the
 * callback.
 *
 * @param <A> the class of the answer
 */
public interface InputRequired<A extends HumanResponse> {}
