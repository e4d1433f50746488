package dev.foliot.rebuild;

/** The place to which a rebuild writes its rows. */
public enum RebuildMode {
  /** Into tables of its own, beside the live ones, which are exchanged at the end. */
  BESIDE,
  /** Into the live tables, whose rows are deleted first: readers see incomplete rows meanwhile. */
  IN_PLACE
}
