package dev.foliot.rebuild;

/** The place to which a rebuild writes its rows. */
public enum RebuildMode {
  /** Separate tables beside the live ones. Both are exchanged at the end. */
  BESIDE,
  /** The live tables. Their rows are deleted first, so readers see incomplete rows meanwhile. */
  IN_PLACE
}
