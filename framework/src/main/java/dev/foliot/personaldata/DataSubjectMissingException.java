package dev.foliot.personaldata;

/** Personal data has no data subject, so nothing was stored. */
public final class DataSubjectMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private DataSubjectMissingException(String message) {
    super(message);
  }

  static DataSubjectMissingException isNull(String component, Class<?> record) {
    return new DataSubjectMissingException(
        "The @DataSubject %s of %s is null, so its @PersonalData cannot be encrypted. Give it a value."
            .formatted(component, record.getName()));
  }

  static DataSubjectMissingException of(String component, Class<?> record) {
    return new DataSubjectMissingException(
        "%s of %s is @PersonalData, but no record around it has a @DataSubject, so it cannot be encrypted. Annotate the component that identifies the person."
            .formatted(component, record.getName()));
  }
}
