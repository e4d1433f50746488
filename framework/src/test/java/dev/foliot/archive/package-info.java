/** Tests. */
package dev.foliot.archive;
