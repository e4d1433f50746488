package dev.foliot.personaldata;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.util.NameTransformer;

/**
 * Writes a component in its own object, beside a mark with its data subject. The mark is an object
 * that is not JSON, so a payload cannot imitate it.
 */
final class SealedProperty extends BeanPropertyWriter {
  private static final long serialVersionUID = 1;

  private final transient JsonNode placeholder;

  /** The attribute, an AtomicBoolean, that shows the writer whether there is sealed data. */
  static final Object LOOKING = new Object();

  /**
   * The data beside a value that must be sealed.
   *
   * @param subject the id of the person
   * @param placeholder the value that is read in its place
   */
  record Mark(String subject, JsonNode placeholder) {}

  static SealedProperty of(BeanPropertyWriter plain, JsonNode placeholder) {
    SealedProperty property = new SealedProperty(plain, placeholder);
    if (plain.isUnwrapping()) {
      throw property.cannot("unwrapped");
    }
    return property;
  }

  private SealedProperty(BeanPropertyWriter plain, JsonNode placeholder) {
    super(plain);
    this.placeholder = placeholder;
  }

  @Override
  public void serializeAsProperty(Object bean, JsonGenerator json, SerializationContext context)
      throws Exception {
    if (get(bean) == null) {
      super.serializeAsProperty(bean, json, context);
      return;
    }
    if (context.getAttribute(LOOKING) instanceof AtomicBoolean found) {
      found.set(true);
      return;
    }
    Mark mark = new Mark(subjectOf(bean, json), placeholder);
    json.writeName(getName());
    json.writeStartObject();
    json.writeName(SealedValue.NAME);
    json.writeEmbeddedObject(mark);
    super.serializeAsProperty(bean, json, context);
    json.writeEndObject();
  }

  /** The nearest record that has a data subject, from the inside out. */
  private String subjectOf(Object bean, JsonGenerator json) {
    Optional<String> subject = SubjectId.in(bean);
    TokenStreamContext outer = json.streamWriteContext().getParent();
    while (subject.isEmpty() && outer != null) {
      Object value = outer.currentValue();
      subject = value == null ? subject : SubjectId.in(value);
      outer = outer.getParent();
    }
    return subject.orElseThrow(() -> DataSubjectMissingException.of(getName(), bean.getClass()));
  }

  @Override
  public void serializeAsElement(Object bean, JsonGenerator json, SerializationContext context) {
    throw cannot("written as an element of an array");
  }

  @Override
  public BeanPropertyWriter rename(NameTransformer transformer) {
    return new SealedProperty(super.rename(transformer), placeholder);
  }

  @Override
  public BeanPropertyWriter unwrappingWriter(NameTransformer unwrapper) {
    throw cannot("unwrapped");
  }

  private IllegalStateException cannot(String what) {
    return new IllegalStateException(
        "%s is @PersonalData and cannot be %s. Remove the Jackson annotation that causes this."
            .formatted(getMember().getFullName(), what));
  }
}
