package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMetadata;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * The metadata of a page of a stream whose events were read without it, because a state is made of
 * payloads. If somebody asks for more nevertheless, it is read for the whole page at once.
 */
final class PageMetadata {
  private final StreamName stream;
  private final Supplier<Map<Long, RecordedMetadata>> byVersion;

  /**
   * @param read reads it, by stream version
   */
  PageMetadata(StreamName stream, Supplier<Map<Long, RecordedMetadata>> read) {
    this.stream = stream;
    this.byVersion = SingletonSupplier.of(read);
  }

  /** The metadata of one event, of which the type is known. */
  RecordedMetadata of(long version, String type, int typeVersion) {
    return new OfEvent(this, version, type, typeVersion);
  }

  private RecordedMetadata whole(long version) {
    RecordedMetadata found = byVersion.get().get(version);
    if (found == null) {
      throw new IllegalStateException(
          "Event %s of %s was read, but it is neither in the log nor in the archive any more. Look for another program that writes to the log."
              .formatted(version, stream));
    }
    return found;
  }

  private record OfEvent(PageMetadata page, long version, String type, int typeVersion)
      implements RecordedMetadata {
    private RecordedMetadata whole() {
      return page.whole(version);
    }

    @Override
    public boolean isAtHand() {
      return false;
    }

    @Override
    public long position() {
      return whole().position();
    }

    @Override
    public Lane lane() {
      return whole().lane();
    }

    @Override
    public boolean deliveredSynchronously() {
      return whole().deliveredSynchronously();
    }

    @Override
    public UUID id() {
      return whole().id();
    }

    @Override
    public Metadata known() {
      return whole().known();
    }

    @Override
    public @Nullable RuntimeException broken() {
      return whole().broken();
    }
  }
}
