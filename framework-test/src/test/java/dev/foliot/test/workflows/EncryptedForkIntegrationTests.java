package dev.foliot.test.workflows;

import org.springframework.test.context.TestPropertySource;

/** A fork reads what another run has stored, and stores it for itself. */
@TestPropertySource(
    properties = {
      "foliot.workflow.encryption.current-key=k1",
      "foliot.workflow.encryption.keys.k1=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    })
class EncryptedForkIntegrationTests extends ForkIntegrationTests {}
