package dev.foliot.test.workflows;

import org.springframework.test.context.TestPropertySource;

/** A restored run encrypts the answers of the text for itself. */
@TestPropertySource(
    properties = {
      "foliot.workflow.encryption.current-key=k1",
      "foliot.workflow.encryption.keys.k1=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    })
class EncryptedRestoreIntegrationTests extends RestoreAnswersIntegrationTests {}
