package dev.foliot.sample.notification;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A letter in the out-tray. An ordinary entity: nothing of the framework is needed here. */
@Entity
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public class Email {
  @Id @GeneratedValue private @Nullable Long id;
  private String recipient;
  private String text;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Email() {}

  Email(String recipient, String text) {
    this.recipient = recipient;
    this.text = text;
  }

  public String recipient() {
    return recipient;
  }

  public String text() {
    return text;
  }
}
