package dev.foliot.projection;

/** Creates the exception for a method that a view of the application does not implement. */
final class NotInThisView {
  private NotInThisView() {}

  static UnsupportedOperationException of(View<?> view, String method) {
    return new UnsupportedOperationException(
        "%s does not implement %s. Implement the method there."
            .formatted(view.getClass().getName(), method));
  }
}
