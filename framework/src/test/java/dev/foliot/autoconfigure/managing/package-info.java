/** Process managers that do not fit together. */
package dev.foliot.autoconfigure.managing;
