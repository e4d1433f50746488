package dev.foliot.process;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.PayloadSeal;
import dev.foliot.message.ProvenParts;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StateComparison;
import dev.foliot.message.StateJson;
import dev.foliot.message.StorableText;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The states of one process manager as JSON. A state is read again before it is stored, until each
 * field had a value once: see {@link ProvenParts}. If the declared types do not decide the classes
 * of its values, every state is read again.
 */
final class StoredStates {
  private final ProcessDeclaration declaration;
  private final MessageJson json;
  private final PayloadSeal seal;
  private final ProvenParts parts;

  StoredStates(ProcessDeclaration declaration, MessageJson json, PayloadSeal seal) {
    this(declaration, json, seal, new ProvenParts(StateJson.isOpen(declaration.type())));
  }

  private StoredStates(
      ProcessDeclaration declaration, MessageJson json, PayloadSeal seal, ProvenParts parts) {
    this.declaration = declaration;
    this.json = json;
    this.seal = seal;
    this.parts = parts;
  }

  /** Returns the states for tests: every state is read again before it is stored. */
  static StoredStates provingAll(
      ProcessDeclaration declaration, MessageJson json, PayloadSeal seal) {
    return new StoredStates(declaration, json, seal, new ProvenParts(true));
  }

  /**
   * The state of an object.
   *
   * @throws UnstorableStateException if it would not be the same when it is read again
   */
  WrittenState write(LoadedProcess instance, Object object) {
    String stored;
    try {
      stored = seal.write(List.of(object)).get(0);
    } catch (JacksonException e) {
      throw unstorable(MessageJson.describeWithoutValues(e));
    }
    try {
      refuseIfChanged(object);
    } catch (JacksonException e) {
      throw unstorable(shown(stored, e));
    }
    StorableText.require(
        "The state of process %s %s".formatted(declaration.name(), instance.id()), stored);
    return new WrittenState(declaration.version(), stored, plain(stored));
  }

  private String plain(String stored) {
    return seal.isSealed(stored) ? seal.read(stored).toString() : stored;
  }

  private void refuseIfChanged(Object object) {
    if (parts.isProven(object)) {
      return;
    }
    String plain = StateJson.write(object, Object.class);
    Object again = StateJson.readKnownInto(declaration.newInstance(), plain);
    Optional<String> difference = StateComparison.difference(object, again);
    if (difference.isPresent()) {
      throw unstorable("field " + difference.get().substring(1));
    }
    parts.proved(object);
  }

  private UnstorableStateException unstorable(String reason) {
    return new UnstorableStateException(declaration.name(), declaration.type(), reason);
  }

  /**
   * A stored state, decrypted and in the current version.
   *
   * @throws dev.foliot.message.UnreadableMessageException if it cannot be read
   */
  WrittenState read(String id, int version, String stored) {
    RecordedMessage today =
        StoredCommands.asMessage(
                MessageKind.PROCESS_STATE,
                declaration.name(),
                id,
                declaration.name(),
                version,
                stored,
                json)
            .parts()
            .get(0);
    String plain = today.json().equals(stored) ? plain(stored) : today.json();
    return new WrittenState(version, stored, plain);
  }

  /** An object with this state. */
  Object object(String id, WrittenState state) {
    try {
      return StateJson.readKnownInto(declaration.newInstance(), state.plain());
    } catch (JacksonException e) {
      throw UnreadableStateException.of(declaration, id, state.version(), shown(state.stored(), e));
    }
  }

  /** The problem of the JSON, without the personal data of the state. */
  private String shown(String stored, JacksonException e) {
    Throwable problem = new IllegalArgumentException(MessageJson.describe(e));
    return String.valueOf(ErrorText.message(seal.redact(stored, problem)));
  }
}
