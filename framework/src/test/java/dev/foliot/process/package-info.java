/** Process managers: their methods, their instances in both modes, crashes and two nodes. */
package dev.foliot.process;
