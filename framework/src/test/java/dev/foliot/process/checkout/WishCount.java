package dev.foliot.process.checkout;

import dev.foliot.handler.Handle;
import dev.foliot.process.Early;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.process.checkout.Wishes.ListBegun;
import dev.foliot.process.checkout.Wishes.WishAdded;

/** Counts the wishes of a list, and takes none before the list has begun. */
@ProcessManager(name = "wish-count", sequencedBy = "listId", early = Early.PARK)
class WishCount {
  private int wishes;

  @Starts
  void begun(ListBegun event) {
    wishes = 1;
  }

  @Handle
  void added(WishAdded event) {
    wishes++;
  }
}
