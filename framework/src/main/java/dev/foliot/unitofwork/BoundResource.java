package dev.foliot.unitofwork;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The resource of a transaction, such as its connection. If the transaction manager suspends the
 * transaction, it takes the resource from the thread. If another manager begins a transaction
 * inside of it, Spring suspends the callbacks, too, but the resource stays on the thread.
 */
final class BoundResource {
  private final Object manager;
  private final @Nullable Object resource;

  /** The resource of this thread's transaction. */
  BoundResource(Object manager) {
    this.manager = manager;
    this.resource = find(manager);
  }

  private static @Nullable Object find(Object manager) {
    return manager instanceof ResourceTransactionManager resources
        ? TransactionSynchronizationManager.getResource(resources.getResourceFactory())
        : null;
  }

  /** Whether the resource is still bound to this thread, so that the transaction continues. */
  boolean isStillBound() {
    return resource != null && resource == find(manager);
  }
}
