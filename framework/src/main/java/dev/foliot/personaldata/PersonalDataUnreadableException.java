package dev.foliot.personaldata;

import org.jspecify.annotations.Nullable;

/**
 * Stored personal data should be readable, but cannot be read: its key is lost, or the data was
 * changed.
 */
public final class PersonalDataUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subject;

  private PersonalDataUnreadableException(
      String subject, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.subject = subject;
  }

  static PersonalDataUnreadableException keyMissing(String subject) {
    return new PersonalDataUnreadableException(
        subject,
        "The key of data subject %s is missing, although the subject was never forgotten, so its stored personal data cannot be read. Restore the key, or call domain.forget(…) to abandon the data."
            .formatted(subject),
        null);
  }

  static PersonalDataUnreadableException changed(String subject, String path, Throwable cause) {
    return new PersonalDataUnreadableException(
        subject,
        "The personal data of subject %s at %s does not fit its key: the stored value was changed or moved, or the key is another one. Restore both from one backup."
            .formatted(subject, path),
        cause);
  }

  /** The id of the data subject. */
  public String subject() {
    return subject;
  }
}
