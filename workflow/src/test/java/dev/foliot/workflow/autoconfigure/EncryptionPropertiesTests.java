package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The keys {@code foliot.workflow.encryption.*}. */
class EncryptionPropertiesTests {
  private static final String KEYS = "foliot.workflow.encryption.keys.";
  private static final String CURRENT = "foliot.workflow.encryption.current-key=";

  private final ApplicationContextRunner application = WorkflowRunner.empty();

  private static String key(int bytes) {
    return Base64.getEncoder()
        .encodeToString("a secret of 40 bytes, most of it too long".substring(0, bytes).getBytes());
  }

  private static String stored(AssertableApplicationContext context) {
    return context.getBean(EncryptPayloads.class).encrypt("r-1", "input", "\"text\"");
  }

  @Test
  void withoutKeysNothingIsEncrypted() {
    application.run(context -> assertThat(stored(context)).isEqualTo("\"text\""));
  }

  @Test
  void encryptsWithTheCurrentKey() {
    application
        .withPropertyValues(CURRENT + "k2", KEYS + "k1=" + key(32), KEYS + "k2=" + key(32))
        .run(context -> assertThat(stored(context)).startsWith("foliot:encrypted:k2:"));
  }

  @Test
  void beanTakesThePlaceOfTheProperties() {
    application
        .withPropertyValues(CURRENT + "k1", KEYS + "k1=" + key(32))
        .withBean(PayloadKeys.class, VaultKeys::new)
        .run(context -> assertThat(stored(context)).startsWith("foliot:encrypted:vault:"));
  }

  private static final class VaultKeys implements PayloadKeys {
    private final PayloadKey key = PayloadKey.of("vault", new byte[PayloadKey.BYTES]);

    @Override
    public PayloadKey current() {
      return key;
    }

    @Override
    public Optional<PayloadKey> find(String id) {
      return Optional.of(key).filter(each -> each.id().equals(id));
    }
  }

  @Test
  void currentKeyIsRequired() {
    application
        .withPropertyValues(KEYS + "k1=" + key(32))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessage(
                        "The property foliot.workflow.encryption.current-key is missing: give the id of the key that encrypts new payloads, one of [k1]."));
  }

  @Test
  void currentKeyMustExist() {
    application
        .withPropertyValues(CURRENT + "k9", KEYS + "k1=" + key(32))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessage(
                        "The property foliot.workflow.encryption.current-key is k9, and there is no key with this id below foliot.workflow.encryption.keys; there are [k1]."));
  }

  @ParameterizedTest
  @CsvSource({"16", "24", "31", "33"})
  void keyOfAnotherSizeIsRefusedAtTheStart(int bytes) {
    application
        .withPropertyValues(CURRENT + "k1", KEYS + "k1=" + key(bytes))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(
                        "The payload key k1 has %d bytes, expected 32.".formatted(bytes))
                    .extracting(EncryptionPropertiesTests::text)
                    .asString()
                    .doesNotContain(key(bytes)));
  }

  @Test
  void keyThatIsNoBase64IsRefusedAndNotShown() {
    application
        .withPropertyValues(CURRENT + "k1", KEYS + "k1=my!secret")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(
                        "The property foliot.workflow.encryption.keys.k1 must be Base64, and is not.")
                    .extracting(EncryptionPropertiesTests::text)
                    .asString()
                    .doesNotContain("my!secret"));
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void textNeverShowsAKey() {
    application
        .withPropertyValues(CURRENT + "k1", KEYS + "k1=" + key(32))
        .run(
            context ->
                assertThat(context.getBean(EncryptionProperties.class))
                    .hasToString("current-key k1 of [k1]"));
  }
}
