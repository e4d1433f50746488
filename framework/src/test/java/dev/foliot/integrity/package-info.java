/** Tests. */
package dev.foliot.integrity;
