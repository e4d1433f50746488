/** Tests of the engine. */
package dev.foliot.engine;
