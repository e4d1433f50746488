package dev.foliot.process;

/** By the engine. */
class AsynchronousCommandsIntegrationTests extends SameCommandsContract {}
