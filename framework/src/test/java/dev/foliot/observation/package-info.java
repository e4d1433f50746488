/** Tests. */
package dev.foliot.observation;
