package dev.foliot.workflow.step;

/**
 * Stands for the events of a method whose signature cannot be read. Such a method may take or give
 * each event, so the checks of the graph note no problem that comes only from the signature.
 */
final class AnyEvent {
  private AnyEvent() {}
}
