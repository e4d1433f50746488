/** Tests. */
package dev.foliot.rebuild;
